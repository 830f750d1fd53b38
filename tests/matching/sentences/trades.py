"""Occupations in words and how close they are, computed anew from the tables of the lexicon."""

import csv
import re
import unicodedata
from functools import cache

from lexicon.mentions import find_specialty
from lexicon.tables import FOLDER, Specialty, includes, load_lexicon
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts

SAME, RELATED, IN_TRADE = 0.75, 0.3, 0.5  # least closeness: same trade, related, counted as time
BREAKS = re.compile(r"[^\w]+|_")
BY_SHARED_LEVELS = {0: 0.0, 1: 0.05, 2: 0.25, 3: 0.6, 4: 1.0}
BY_GROUP = {0: 0.0, 1: 0.1, 2: 0.5, 3: 0.9, 4: 1.0}


@cache
def names() -> dict[str, frozenset[str]]:
    """Return the codes of each name and alias of an occupation."""
    found: dict[str, set[str]] = {}
    for occupation in load_lexicon().occupations.values():
        for name in (occupation.name, *occupation.aliases):
            found.setdefault(plain(name).replace(" ", ""), set()).add(occupation.code)
    return {name: frozenset(codes) for name, codes in found.items() if name}


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@cache
def codes_in(text: str) -> dict[str, float]:
    """Return the occupation codes a short text names, with the weight of the best name."""
    slang = load_lexicon().slang
    words = slang.sub(" ", unicodedata.normalize("NFKC", text)) if slang else text
    best: dict[str, float] = {}
    for phrase in BREAKS.split(plain(words)):
        for code, weight in _codes_in_phrase(phrase):
            best[code] = max(best.get(code, 0.0), weight)
    return best


def _codes_in_phrase(phrase: str) -> list[tuple[str, float]]:
    free, found = list(phrase), []
    letters = max(sum(ord(letter) > 127 for letter in phrase), 1)
    for name in sorted(names(), key=len, reverse=True):
        if len(name) < 2 or name not in phrase:
            continue
        for start in range(len(phrase) - len(name), -1, -1):
            if "".join(free[start : start + len(name)]) != name:
                continue
            free[start : start + len(name)] = "\0" * len(name)
            share = 0.8 * min(len(name) / letters, 1.0)
            weight = share + (0.2 if start + len(name) == len(phrase) else 0.0)
            codes = names()[name]
            found += [(code, weight * (1.0 if len(codes) == 1 else 0.8)) for code in codes]
    return found


def levels(code: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d(-\d\d){0,3}", code):
        return ()
    parts = [int(part) for part in code.split("-")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


@cache
def closeness(one: str, other: str) -> float:
    """Return how close two codes are, by the levels of 职业分类大典 they share."""
    first, second = levels(one), levels(other)
    if first == second and first:
        return 1.0
    shared = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        shared += 1
    shallower = min(len(first), len(second))
    return (BY_GROUP if shared == shallower < 4 else BY_SHARED_LEVELS)[shared]


def vacancy_codes(vacancy: VacancyFacts) -> dict[str, float]:
    """Return the codes of a vacancy: its own, and those its title names, which count less."""
    factor = 0.8 if vacancy.code else 1.0
    found = {code: weight * factor for code, weight in codes_in(vacancy.title).items()}
    return found | ({vacancy.code: 1.0} if vacancy.code else {})


def main_code(vacancy: VacancyFacts) -> str:
    """Return the code by which time in the trade is counted, "" where none is known."""
    found = vacancy_codes(vacancy)
    return min(found, key=lambda code: (-found[code], code)) if found else ""


def specialty_of(words: str) -> Specialty | None:
    known = load_lexicon().specialties
    return known.get(words) or known.get(find_specialty(words) or "")


def service_codes(words: str) -> dict[str, float]:
    specialty, found = specialty_of(words), dict(codes_in(words))
    for edge in specialty.edges if specialty else ():
        code, weight = edge.occupation_code, edge.confidence
        found[code] = max(found.get(code, 0.0), weight)
    return found


def wish_codes(words: str) -> dict[str, float]:
    return {words: 1.0} if levels(words) else codes_in(words)


def spells(veteran: VeteranFacts) -> list[tuple[str, str, int, dict[str, float]]]:
    """Return what was practised: kind, words, months, codes."""
    services = [
        ("部队", words, months, service_codes(words)) for words, months, _ in veteran.services
    ]
    works = [("做过", words, months, codes_in(words)) for words, months, _ in veteran.works]
    return services + works


def fit(codes: dict[str, float], vacancy: VacancyFacts) -> float:
    """Return how close a trade with these codes is to the vacancy."""
    return max(
        (w * c * closeness(own, code)
         for code, w in vacancy_codes(vacancy).items() for own, c in codes.items()),
        default=0.0,
    )  # fmt: skip


def best_practised(veteran: VeteranFacts, vacancy: VacancyFacts) -> float:
    return max((fit(codes, vacancy) for *_, codes in spells(veteran)), default=0.0)


@cache
def paper_codes(key: str) -> dict[str, float]:
    """Return the occupations a paper is for, with those of the papers it includes."""
    found: dict[str, float] = {}
    for row in _paper_rows():
        if row["certificate"] in includes(load_lexicon(), key):
            code = row["occupation_code"]
            found[code] = max(found.get(code, 0.0), float(row["confidence"]))
    return found


@cache
def _paper_rows() -> tuple[dict[str, str], ...]:
    with (FOLDER / "certificate_edges.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


def paper_fit(key: str, code: str, vacancy: VacancyFacts) -> float:
    """Return how far a paper is one for a code of the vacancy, 0 where that is too little."""
    found = paper_codes(key).get(code, 0.0) * vacancy_codes(vacancy).get(code, 0.0)
    return found if found >= RELATED else 0.0


def best_paper(veteran: VeteranFacts, vacancy: VacancyFacts) -> float:
    return max(
        (paper_fit(key, code, vacancy) for key, _ in veteran.papers for code in paper_codes(key)),
        default=0.0,
    )


def best_wished(veteran: VeteranFacts, vacancy: VacancyFacts) -> float:
    return max((fit(wish_codes(words), vacancy) for words in veteran.wishes), default=0.0)


def in_trade(veteran: VeteranFacts, vacancy: VacancyFacts) -> list[tuple[int, float]]:
    """Return months and closeness of the spells in the trade of the vacancy's main occupation."""
    code = main_code(vacancy)
    if not code:
        return []
    found = []
    for _, _, months, codes in spells(veteran):
        near = max((c * closeness(own, code) for own, c in codes.items()), default=0.0)
        if near >= IN_TRADE:
            found.append((months, near))
    return found


def most_months(veteran: VeteranFacts, vacancy: VacancyFacts) -> float:
    """Return the most months in the trade, where what is unknown counts as long and as fitting."""
    if not spells(veteran):
        return float("inf")
    code, total = main_code(vacancy), 0.0
    for _, _, months, codes in spells(veteran):
        near = max((c * closeness(own, code) for own, c in codes.items()), default=0.0)
        if not code or not codes or near >= IN_TRADE:
            total += months or float("inf")
    return total


def sure_months(veteran: VeteranFacts, vacancy: VacancyFacts) -> int:
    return sum(months for months, _ in in_trade(veteran, vacancy))
