"""The exports, each read back by a library of its own world, on the example and on articles that try to break out of a form."""

import json
import os
import pathlib
import subprocess
import sys

import pytest
import rdflib
from prov.model import ProvDocument
from pyld import jsonld
from rdflib import PROV, RDF, RDFS

from conftest import FERRY

FORMS = ["prov", "annotations", "claimreview", "ftm", "ftm-statements"]
# A text that would end a string, a line, a tag or a triple early.
BREAKS = 'He said: "so\\" and <b>that</b> } ] . <urn:x> a <urn:y> ; \u2028 ☃ 𝄞'


@pytest.fixture(scope="session")
def ledger(written):
    return json.loads(written("json", "--texts"))


@pytest.fixture(scope="session")
def hostile(crosswire, tmp_path_factory):
    """Articles whose words, names and addresses hold what ends things in each form, as each form writes them."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = [
        {"text": f"The ferry ran aground, Runa Askvik said. “{BREAKS},” said Runa Askvik.", "outlet": BREAKS, "title": BREAKS,
         "url": "https://a.example/> <urn:x> a <urn:y", "author": BREAKS, "published": "2031-03-04"},
        {"text": f"“The ferry ran aground,” Runa Askvik told {BREAKS}. The ferry ran aground at Halvik.", "outlet": "=cmd()", "url": "javascript:1"},
    ]
    file = folder / "story.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    def write(form):
        command = [crosswire, "brief", str(file), "--format", form, "--quiet"]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    return write


@pytest.mark.parametrize("form", FORMS)
def test_the_same_articles_give_the_same_bytes(crosswire, written, form):
    files = sorted(str(file) for file in FERRY.iterdir())
    command = [crosswire, "brief", *reversed(files), "--threads", "1", "--format", form, "--quiet"]
    again = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert again == written(form)


@pytest.mark.parametrize("form", FORMS)
def test_private_persons_stay_hidden(crosswire, tmp_path, form):
    text = "A passenger, Tove Lindrup, said that the ferry ran aground at Halvik. “It was dark,” said Tove Lindrup."
    for name in ["a.txt", "b.txt"]:
        (tmp_path / name).write_text(f"outlet: {name}\n\n{text}", encoding="utf-8")
    command = [crosswire, "brief", str(tmp_path), "--format", form, "--quiet"]
    shown = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    hidden = subprocess.run([*command, "--hide-private"], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert "Lindrup" in shown
    assert "Lindrup" not in hidden and "Tove" not in hidden and "[person 1]" in hidden


# PROV-O


def graph(text):
    return rdflib.Graph().parse(data=text, format="turtle")


def test_every_term_of_prov_is_one_of_prov_o(written, hostile):
    for text in [written("prov"), hostile("prov")]:
        terms = set(graph(text).predicates()) | set(graph(text).objects(None, RDF.type))
        used = [term for term in terms if str(term).startswith(str(PROV))]
        assert len(used) > 10 and all(term in PROV for term in used)


def test_prov_reads_all_and_writes_it_again(written, hostile):
    for text in [written("prov"), hostile("prov")]:
        document = ProvDocument.deserialize(content=text, format="rdf", rdf_format="turtle")
        kinds = {type(record).__name__ for record in document.get_records()}
        assert {"ProvEntity", "ProvAgent", "ProvActivity", "ProvDerivation", "ProvAttribution"} <= kinds
        as_json = document.serialize(format="json")
        assert ProvDocument.deserialize(content=as_json, format="json") == document


def test_a_chain_can_be_walked_from_a_claim_to_whoever_said_it(written, ledger):
    prov, names = graph(written("prov")), {source["id"]: source["name"] for source in ledger["sources"]}
    label = lambda thing: str(prov.value(thing, RDFS.label))
    story = ledger["story"]["id"]
    walked = 0
    for statement in ledger["statements"]:
        if not statement["source"]:
            continue
        at = rdflib.URIRef(f"urn:crosswire:{statement['id']}")
        assert prov.value(at, PROV.wasQuotedFrom) == rdflib.URIRef(f"urn:crosswire:{statement['article']}")
        said = prov.value(at, PROV.hadPrimarySource)
        # Back, link by link, through the relays that the ledger names.
        relays = []
        while (before := prov.value(at, PROV.wasDerivedFrom)) != said:
            relays.append(prov.value(before, PROV.wasAttributedTo))
            at = before
        given = statement["via"] or [inferred["via"] for inferred in statement.get("inferred", [])]
        assert [label(relay) for relay in reversed(relays)] == [names[via] for via in given]
        speaker = prov.value(said, PROV.wasAttributedTo) or said
        assert label(speaker) == names[statement["source"]]
        walked += len(relays) > 0
    assert walked > 0
    for claim in ledger["claims"]:
        at = rdflib.URIRef(f"urn:crosswire:{story}:{claim['id']}")
        roots = {label(prov.value(said, PROV.wasAttributedTo) or said) for said in prov.objects(at, PROV.hadPrimarySource)}
        origins = {origin["id"]: names[origin["source"]] for origin in ledger["origins"]}
        assert roots == {origins[origin] for origin in claim["origins"]}


def test_nothing_of_an_article_becomes_a_triple(hostile):
    prov = graph(hostile("prov"))
    assert not list(prov.subjects(RDF.type, rdflib.URIRef("urn:y")))
    labels = {str(label) for label in prov.objects(None, RDFS.label)}
    assert any("<b>that</b>" in label and '"so\\"' in label for label in labels)
    assert all(str(thing).startswith("urn:crosswire:") for thing in prov.subjects())


def test_a_claim_is_drawn(written):
    script = pathlib.Path(__file__).with_name("draw_prov.py")
    done = subprocess.run([sys.executable, str(script), "150 people"], input=written("prov"), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    for node in ["Runa Askvik", "what Runa Askvik said", "as Skerri has it", "Coast Courier"]:
        assert done.stdout.count(f"label=<{node}<") == (2 if node in ("as Skerri has it", "Coast Courier") else 1), node


# Web Annotation

# The terms of the context that the annotations name, so that nothing is fetched: http://www.w3.org/ns/anno.jsonld
TERMS = {
    "oa": "http://www.w3.org/ns/oa#", "as": "http://www.w3.org/ns/activitystreams#", "dc": "http://purl.org/dc/elements/1.1/",
    "dctypes": "http://purl.org/dc/dcmitype/", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
    **{name: f"oa:{name}" for name in ["Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector"]},
    **{name: {"@type": "@vocab", "@id": of} for name, of in [("motivation", "oa:motivatedBy"), ("purpose", "oa:hasPurpose")]},
    **{name: f"oa:{name}" for name in ["identifying", "describing", "commenting", "tagging"]},
    **{name: {"@type": "@id", "@id": of} for name, of in [
        ("body", "oa:hasBody"), ("target", "oa:hasTarget"), ("source", "oa:hasSource"), ("selector", "oa:hasSelector"), ("via", "oa:via")]},
    **{name: {"@type": "xsd:string", "@id": f"oa:{name}"} for name in ["exact", "prefix", "suffix"]},
    **{name: {"@type": "xsd:nonNegativeInteger", "@id": f"oa:{name}"} for name in ["start", "end"]},
    "AnnotationPage": "as:OrderedCollectionPage", "Text": "dctypes:Text",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "startIndex": {"@type": "xsd:nonNegativeInteger", "@id": "as:startIndex"},
    "format": {"@type": "xsd:string", "@id": "dc:format"}, "language": {"@type": "xsd:string", "@id": "dc:language"},
    "value": {"@type": "xsd:string", "@id": "rdf:value"},
}
OA = rdflib.Namespace(TERMS["oa"])


def loader(url, options):
    assert url == "http://www.w3.org/ns/anno.jsonld", "nothing else is asked for"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def test_annotations_are_linked_data_without_anything_left_over(written, hostile, ledger):
    for text in [written("annotations"), hostile("annotations")]:
        page = json.loads(text)
        expanded = jsonld.expand(page, {"documentLoader": loader})
        # A term that the context does not know would be dropped.
        assert keys(expanded) == keys(page) - 1
        triples = rdflib.Graph().parse(data=json.dumps(expanded), format="json-ld")
        annotations = set(triples.subjects(RDF.type, OA.Annotation))
        assert len(annotations) == len(page["items"])
        for annotation in annotations:
            assert triples.value(annotation, OA.hasTarget) and triples.value(annotation, OA.motivatedBy)
    page = json.loads(written("annotations"))
    assert len(page["items"]) > len(ledger["statements"])


def keys(value):
    """How many fields a document has, all together; types, ids and values of literals are counted once as fields."""
    if isinstance(value, list):
        return sum(keys(one) for one in value)
    if not isinstance(value, dict) or "@value" in value:
        return 0
    if set(value) == {"@id"}:
        return 0
    if set(value) == {"@list"}:
        return keys(value["@list"])
    return sum(1 + keys(one) for one in value.values())


def test_passages_are_found_by_their_words_and_by_their_places(written, ledger):
    texts = {f"urn:crosswire:{article['id']}": article["text"] for article in ledger["articles"]}
    asked, places = [], []
    for item in json.loads(written("annotations"))["items"]:
        quote, position = item["target"]["selector"]
        text = texts[item["target"]["source"]["id"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"]) and text[position["end"] :].startswith(quote["suffix"])
        asked.append({"text": text, "quote": quote, "position": position})
        places.append([position["start"], position["end"]])
    answers = json.loads(node(["anchors.mjs"], json.dumps(asked)))
    assert [answer["placed"] for answer in answers] == places
    assert all(place in answer["quoted"] for place, answer in zip(places, answers))
    # Words that stand twice are those of passages that the article repeats; their place tells them apart.
    repeated = {article["text"] for article in ledger["articles"] if article["repeated"]}
    twice = {one["text"] for one, answer in zip(asked, answers) if len(answer["quoted"]) > 1}
    assert twice <= repeated and len(repeated) < len(texts)


def node(arguments, given=""):
    """Runs one of the scripts beside this file, with the libraries from npm."""
    libraries = os.environ.get("NODE_LIBRARIES")
    if not libraries:
        pytest.skip("the libraries from npm are not installed")
    here = pathlib.Path(__file__).parent
    command = ["node", *[str(here / one) for one in arguments], libraries]
    done = subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# ClaimReview


def compiled(folder, value):
    """What the TypeScript compiler says of a value by schema.org's types, as Google publishes them."""
    libraries = os.environ.get("NODE_LIBRARIES")
    if not libraries:
        pytest.skip("the libraries from npm are not installed")
    modules = pathlib.Path(libraries) / "node_modules"
    (folder / "node_modules").symlink_to(modules)
    source = 'import type { Graph } from "schema-dts";\nexport const drafts: Graph = '
    (folder / "drafts.ts").write_text(source + json.dumps(value), encoding="utf-8")
    compiler = [str(modules / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck"]
    options = ["--module", "nodenext", "--moduleResolution", "nodenext", "drafts.ts"]
    return subprocess.run(["node", *compiler, *options], cwd=folder, capture_output=True, text=True)


def test_drafts_are_of_schema_orgs_types(written, hostile, tmp_path):
    for name in ["ferry", "hostile", "wrong"]:
        (tmp_path / name).mkdir()
    drafts = json.loads(written("claimreview"))
    done = compiled(tmp_path / "ferry", drafts)
    assert done.returncode == 0, done.stdout
    done = compiled(tmp_path / "hostile", json.loads(hostile("claimreview")))
    assert done.returncode == 0, done.stdout
    # The check sees what is wrong.
    drafts["@graph"][0]["itemReviewed"]["origin"] = "Runa Askvik"
    assert compiled(tmp_path / "wrong", drafts).returncode != 0


def test_drafts_say_that_nothing_was_checked(written):
    drafts = json.loads(written("claimreview"))["@graph"]
    assert len(drafts) > 10
    for draft in drafts:
        assert draft["@type"] == "ClaimReview" and draft["creativeWorkStatus"] == "Draft"
        assert "reviewRating" not in draft and "author" not in draft
        assert draft["reviewBody"].startswith("Not checked. ")
        assert draft["itemReviewed"]["appearance"]


# FollowTheMoney


def test_entities_are_of_the_model_and_lose_no_value(written, hostile):
    model = pytest.importorskip("followthemoney").model
    for text in [written("ftm"), hostile("ftm")]:
        given = [json.loads(line) for line in text.splitlines()]
        known = {entity["id"] for entity in given}
        assert len(known) == len(given)
        for entity in given:
            model.get(entity["schema"]).validate(entity)
            proxy = model.get_proxy(entity, cleaned=False)
            kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
            assert kept == {name: sorted(values) for name, values in entity["properties"].items()}
            for prop, value in proxy.itervalues():
                assert prop.type.name != "entity" or value in known
        assert {entity["schema"] for entity in given} >= {"Article", "Person", "Documentation", "Note"}


def test_statements_make_the_same_entities(written, tmp_path):
    pytest.importorskip("followthemoney")
    from followthemoney.statement import CSV, StatementEntity, read_path_statements
    from followthemoney import Dataset

    file = tmp_path / "statements.csv"
    file.write_text(written("ftm-statements"), encoding="utf-8", newline="")
    by_entity: dict[str, list] = {}
    for statement in read_path_statements(file, CSV):
        by_entity.setdefault(statement.entity_id, []).append(statement)
    given = {entity["id"]: entity for entity in map(json.loads, written("ftm").splitlines())}
    assert by_entity.keys() == given.keys()
    for id, statements in by_entity.items():
        dataset = Dataset.make({"name": statements[0].dataset.replace("-", "_"), "title": "t"})
        entity = StatementEntity.from_statements(dataset, statements).to_dict()
        assert entity["schema"] == given[id]["schema"]
        values = {name: sorted(values) for name, values in entity["properties"].items()}
        assert values == {name: sorted(values) for name, values in given[id]["properties"].items()}
