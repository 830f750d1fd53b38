"""The notes on wishes above a list, computed anew from the facts and the tables of the lexicon."""

import csv
import re
from collections.abc import Iterable, Iterator

from lexicon.tables import FOLDER, load_lexicon
from tests.matching.sentences import conditions, trades
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts

SURE = 0.75
WITHIN = 0.9  # closeness of an occupation to its group


def wish_notes(veteran: VeteranFacts, vacancies: Iterable[VacancyFacts]) -> list[str]:
    """Return the note of each wish that no vacancy of the list meets."""
    offered = list(vacancies)
    return [note for wish in veteran.wishes for note in _notes(wish, veteran, offered)]


def _notes(wish: str, veteran: VeteranFacts, vacancies: list[VacancyFacts]) -> Iterator[str]:
    codes = trades.wish_codes(wish)
    occupation = load_lexicon().occupations.get(wish)
    words = occupation.name if occupation else wish
    named = [one for one in vacancies if _is_named(codes, one)]
    if not codes:
        yield f"“{words}”没看懂是哪种工作，排的时候没有用上，换个说法再试试。"
    elif max(codes.values()) < SURE:
        return
    elif not named:
        yield f"现在没有“{words}”这种岗位在招，下面是别的岗位。{_law(codes, veteran)}"
    elif all(conditions.failures(veteran, one) for one in named):
        yield f"在招的“{words}”岗位，您都有不符合的条件，没有列在下面。{_law(codes, veteran)}"


def _is_named(codes: dict[str, float], vacancy: VacancyFacts) -> bool:
    theirs = trades.vacancy_codes(vacancy)
    return any(trades.closeness(own, other) >= WITHIN for own in codes for other in theirs)


def _law(codes: dict[str, float], veteran: VeteranFacts) -> str:
    with (FOLDER / "certificate_edges.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["source"].endswith("凭证上岗")]
    keys = [row["certificate"] for row in rows if row["occupation_code"] in codes]
    if not keys or set(keys) & conditions.held(veteran):
        return ""
    names = "、".join(_name_of(key) for key in dict.fromkeys(keys))
    several = "里的一种" if len(set(keys)) > 1 else ""
    stated = "您还没有" if veteran.is_complete else "您没填有没有"
    stated = "您的证过期了" if set(keys) & conditions.lapsed(veteran) else stated
    return f"做这一行，法律规定要先有{names}{several}，{stated}；怎么考问服务站。"


def _name_of(key: str) -> str:
    certificate = load_lexicon().certificates[key]
    name = re.sub(r"（[^）]*）", "", certificate.name)
    return name if len(name) <= 8 else certificate.aliases[0]
