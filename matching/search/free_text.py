"""Free text read as a profile: trades, licences, years, pay and places stated in it."""

import re

from lexicon.mentions import find_certificates, find_specialty
from lexicon.tables import load_lexicon
from matching.engine.records import Credential, Education, Service, VeteranDoc
from people.divisions.queries import find_place

AGE = re.compile(r"(?<!\d)(1[6-9]|[2-6]\d)\s*(?:周?岁)")
YEARS = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,2})\s*年")
NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九十")} | {"两": 2}
PAY = re.compile(r"(?:工资|月薪|薪资|待遇|期望)\D{0,6}(\d{4,5})|(\d{4,5})\s*(?:元|块)")
NO_AWAY = re.compile(r"不(?:想|愿意?|去|到)\S{0,3}外地")
AWAY = re.compile(r"(?:可以|愿意|能|接受)\S{0,4}(?:外地|出差|异地)")
LODGING = re.compile(r"包吃住|管吃住|包食宿")
NO_NIGHTS = re.compile(r"不(?:上|想上|能上)?夜班")
CLAUSE = re.compile(r"[，。；;,\n]")
WISH = re.compile(
    r"(?:想|要|希望|愿意|打算|求|能)[^，。；;,\n]{0,12}?"
    r"(?:找|做|干|当|应聘|从事)(?!了|过)(?:一?[个份点])?(?P<trade>[^，。；;,\n]{2,12}?)"
    r"(?:方面|之类|类)?的?(?:工作|活儿?|岗位|职位|(?=[，。；;,\n]|$))"
)
SCHOOLING = (
    (re.compile(r"硕士|研究生"), Education.MASTER),
    (re.compile(r"本科|大学毕业"), Education.BACHELOR),
    (re.compile(r"大专|专科"), Education.COLLEGE),
    (re.compile(r"高中|中专|技校|职高"), Education.SENIOR),
    (re.compile(r"初中"), Education.JUNIOR),
    (re.compile(r"小学"), Education.PRIMARY),
)


def read_free_text(text: str) -> VeteranDoc:
    """Return the record stated by a description; the rest stays empty."""
    age, pay = AGE.search(text), PAY.search(text)
    return VeteranDoc(
        id=0,
        services=tuple(_services(text)),
        credentials=tuple(_credentials(text)),
        education=next((level for mark, level in SCHOOLING if mark.search(text)), None),
        age=int(age[1]) if age else None,
        skills_text=text,
        wanted_occupations=tuple(dict.fromkeys(wish["trade"] for wish in WISH.finditer(text))),
        place_codes=tuple(_places(text)),
        accepts_away=False if NO_AWAY.search(text) else True if AWAY.search(text) else None,
        pay_min=int(pay[1] or pay[2]) if pay else None,
        wants_lodging=True if LODGING.search(text) else None,
        refuses_nights=True if NO_NIGHTS.search(text) else None,
    )


def _services(text: str) -> list[Service]:
    """Return one spell for each clause that names a military trade, with the years stated there."""
    specialties = load_lexicon().specialties
    found: dict[str, Service] = {}
    for clause in CLAUSE.split(text):
        key = find_specialty(clause)
        if key is None or key in found:
            continue
        years = YEARS.search(clause)
        months = _number(years[1]) * 12 if years else 0
        found[key] = Service(specialties[key].name, months, ref="text")
    return list(found.values())


def _number(digits: str) -> int:
    """Return a number up to 99 from digits or Chinese numerals: 8, 八, 十二, 二十."""
    if digits.isdecimal():
        return int(digits)
    tens, found, units = digits.rpartition("十")
    if not found:
        return NUMERALS[digits[-1]]
    return NUMERALS.get(tens, 1) * 10 + NUMERALS.get(units, 0)


def _credentials(text: str) -> list[Credential]:
    certificates = load_lexicon().certificates
    return [Credential(key, certificates[key].name, "text") for key in find_certificates(text)]


def _places(text: str) -> list[str]:
    codes = (
        find_place(clause) for clause in re.split(r"[，。；;,、\s]|或者|或|和|在|到|去|想|找", text)
    )
    return list(dict.fromkeys(code for code in codes if code))
