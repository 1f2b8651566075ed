"""Draws the provenance of one claim: reads what `crosswire brief --format prov` writes, writes DOT for Graphviz.

crosswire brief examples/ferry --format prov | python clients/draw_prov.py "hull was torn" | dot -Tsvg > docs/prov.svg
"""

import sys

import rdflib
from prov.dot import prov_to_dot
from prov.model import ProvDocument
from rdflib import PROV, RDF, RDFS, Literal, Namespace

TERMS = Namespace("urn:crosswire:terms:")
# What leads from a claim to whoever said it. The run of the program would hold all of it together and tell nothing.
LEADS = [PROV.wasDerivedFrom, PROV.hadPrimarySource, PROV.wasQuotedFrom, PROV.wasAttributedTo, PROV.actedOnBehalfOf]
QUOTES = [PROV.wasQuotedFrom, PROV.hadPrimarySource]


def part(whole: rdflib.Graph, words: str) -> rdflib.Graph:
    """What is said of the first claim that has these words, and of everything that it leads to."""
    claims = sorted(whole.subjects(RDF.type, TERMS.Claim))
    start = next((claim for claim in claims if words in str(whole.value(claim, PROV.value))), None)
    if start is None:
        sys.exit(f"no claim has the words {words!r}")
    drawn, todo, seen = rdflib.Graph(), [start], set()
    while todo:
        thing = todo.pop()
        if thing in seen:
            continue
        seen.add(thing)
        for property in [RDF.type, *LEADS]:
            for other in sorted(whole.objects(thing, property)):
                # A statement is drawn on its way through the relays, without the way that skips them.
                skips = property == PROV.hadPrimarySource and (thing, PROV.wasDerivedFrom, None) in whole
                if property == RDF.type and str(other).startswith(str(PROV)):
                    drawn.add((thing, property, other))
                elif property != RDF.type and not skips:
                    # A quotation is a derivation; the library draws those.
                    drawn.add((thing, PROV.wasDerivedFrom if property in QUOTES else property, other))
                    todo.append(other)
        label = whole.value(thing, RDFS.label) or whole.value(thing, PROV.value)
        drawn.add((thing, RDFS.label, Literal(clipped(str(label)))))
    return drawn


def clipped(text: str) -> str:
    """The first words of a text."""
    return text if len(text) <= 44 else text[:43].rsplit(" ", 1)[0] + "…"


def main() -> None:
    """Draws the claim that has the words given."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    whole = rdflib.Graph().parse(data=sys.stdin.read(), format="turtle")
    drawn = part(whole, sys.argv[1]).serialize(format="turtle")
    document = ProvDocument.deserialize(content=drawn, format="rdf", rdf_format="turtle")
    dot = prov_to_dot(document, use_labels=True, show_element_attributes=False, show_relation_attributes=False, direction="RL")
    sys.stdout.write(dot.to_string())


if __name__ == "__main__":
    main()
