"""Facts of a veteran and of a vacancy as the checker reads them: plain values of the rows."""

from dataclasses import dataclass

SCHOOLING = ("不限", "小学", "初中", "高中", "大专", "本科", "硕士")
STATED_SCHOOLING = (*SCHOOLING[:3], "高中、中专或技校", *SCHOOLING[4:6], "硕士及以上")


@dataclass(frozen=True)
class VeteranFacts:
    """What a veteran stated. None or empty means that nothing is stated.

    `services` and `works` are (words, months, text), months 0 where unknown; `papers` and
    `lapsed` are (key of the lexicon or "", name).
    """

    services: tuple[tuple[str, int, str], ...] = ()
    works: tuple[tuple[str, int, str], ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    lapsed: tuple[tuple[str, str], ...] = ()
    is_complete: bool = False  # the list of papers
    schooling: int | None = None
    age: int | None = None
    skills: str = ""
    wishes: tuple[str, ...] = ()
    home: str = ""
    places: tuple[str, ...] = ()
    is_away_accepted: bool | None = None
    pay: int | None = None
    is_lodging_wanted: bool | None = None
    are_nights_refused: bool | None = None


@dataclass(frozen=True)
class VacancyFacts:
    """What a vacancy states. `low` and `high` are yuan for one `unit`: month, day, hour, piece."""

    title: str
    duties: str = ""
    requirements: str = ""
    code: str = ""
    place: str = ""
    place_name: str = ""
    schooling: int | None = None
    age_min: int | None = None
    age_max: int | None = None
    papers: tuple[str, ...] = ()
    years: int | None = None
    low: int | None = None
    high: int | None = None
    unit: str = "month"
    has_lodging: bool | None = None
    has_nights: bool | None = None
    veterans_first: bool = False


def span_words(months: int) -> str:
    """Return a number of months as the sentences give it, "" where it is unknown."""
    years, rest = f"{months // 12} 年", f"{months % 12} 个月"
    if months < 12:
        return rest if months else ""
    return f"{years} {rest}" if months % 12 else years
