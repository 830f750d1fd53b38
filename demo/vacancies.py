"""Vacancies composed from the sentences of a trade, as local employers write them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from core.clock import BEIJING
from demo.catalogue import Grade, Trade, texts
from jobs.vacancies.facts import COLUMNS
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyCredential, VacancyStatus
from people.veterans.models import Schooling

ROUNDING = {"MONTH": 100, "DAY": 10, "HOUR": 1, "PIECE": 1}
NEAR = ("340303", "340302", "340304", "340311")
FAR = (*NEAR, "3401", "340111", "3205", "3201", "3302")
THIN = 0.07
LODGING_WORDS, INSURANCE_WORDS = ("吃住", "管吃管住", "食宿", "管住"), ("五险", "社保")
COUNTY = "340321"
# Words that contradict a vacancy without night work, by day shift, and away from the county.
NIGHT_WORDS, SHIFT_WORDS = ("夜", "晚上", "晚班", "二十四小时"), ("倒班",)
HOME_WORDS = ("怀远", "县城", "离家近", "本地有", "附近", "乡镇")


@dataclass(frozen=True)
class Terms:
    """A vacancy's level and what it offers beside pay; None is not stated."""

    grade: Grade
    has_lodging: bool | None
    has_insurance: bool | None
    has_nights: bool | None
    shift: str
    extras: tuple[str, ...]


def moment(day: date, rng: Random) -> datetime:
    """Return a time within office hours on a day."""
    return datetime.combine(day, time(rng.randint(8, 17), rng.randint(0, 59)), BEIJING)


def compose(trade: Trade, *, home: str, is_agency: bool, rng: Random, today: date) -> Vacancy:
    """Return a random open vacancy of a trade; about one in fourteen has hardly any text."""
    terms = _terms(trade, rng)
    place, has_lodging = _place(home, is_agency=is_agency, lodging=terms.has_lodging, rng=rng)
    published = today - timedelta(days=int(rng.triangular(1, 60, 4)))
    created = moment(published - timedelta(days=rng.randint(1, 5)), rng)
    vacancy = Vacancy(
        title=_title(terms.grade, rng),
        headcount=rng.randint(*trade.heads),
        place_code=place,
        valid_to=today + timedelta(days=rng.randint(3, 85)),
        has_lodging=has_lodging,
        has_insurance=terms.has_insurance,
        has_nights=terms.has_nights,
        shift_note=terms.shift,
        veterans_first=rng.random() < 0.45,
        status=VacancyStatus.PUBLISHED,
        published_at=moment(published, rng),
        created_at=created,
        updated_at=created,
        pay_period=PayPeriod(terms.grade.period),
    )
    if rng.random() < THIN:
        return _leave_thin(vacancy, rng)
    _fill(vacancy, trade, terms, rng)
    return vacancy


def earlier(like: Vacancy, opened: datetime, last: date, status: VacancyStatus) -> Vacancy:
    """Return a vacancy modelled on a present one that ended on an earlier `last` day."""
    values = {name: getattr(like, name) for name in COLUMNS}
    return Vacancy(
        **values | {"valid_to": last},
        employer_id=like.employer_id,
        status=status,
        published_at=opened,
        created_at=opened - timedelta(days=1),
        updated_at=opened,
        closed_at=datetime.combine(last, time(17), BEIJING),
        credentials=[VacancyCredential(key=row.key) for row in like.credentials],
    )


def _leave_thin(vacancy: Vacancy, rng: Random) -> Vacancy:
    """Reduce a vacancy to a careless notice: a title, a place, perhaps one line."""
    vacancy.duties = rng.choice(texts()["thin_duties"])
    vacancy.requirements = ""
    vacancy.has_lodging = vacancy.has_insurance = vacancy.has_nights = None
    vacancy.shift_note = ""
    vacancy.source = rng.choice(texts()["sources"])
    return vacancy


def _fill(vacancy: Vacancy, trade: Trade, terms: Terms, rng: Random) -> None:
    grade, schooling = terms.grade, rng.choice(trade.schooling)
    vacancy.occupation_code = trade.code if rng.random() < 0.75 else ""
    vacancy.schooling_min = Schooling[schooling] if schooling and not grade.beginners else None
    vacancy.years_min = None if grade.beginners else rng.choice(trade.years)
    if trade.age and rng.random() < 0.5 and _fits(trade.age[1], vacancy):
        vacancy.age_max, vacancy.age_reason = trade.age
    vacancy.credentials = [VacancyCredential(key=key) for key in grade.certificates]
    vacancy.pay_min, vacancy.pay_max = _pay(grade, rng)
    vacancy.requirements = _requirements(vacancy, trade, grade, rng)
    vacancy.duties = _duties(trade, terms, vacancy, rng)


def _terms(trade: Trade, rng: Random) -> Terms:
    shift, nights = rng.choice(trade.shifts)
    extras = tuple(rng.sample(trade.extras, rng.randint(0, len(trade.extras))))
    return Terms(
        grade=rng.choice(trade.grades),
        has_lodging=_stated(extras, LODGING_WORDS, 0.3, rng),
        has_insurance=_stated(extras, INSURANCE_WORDS, 0.55, rng),
        has_nights=nights,
        shift=shift,
        extras=extras,
    )


def _stated(extras: Sequence[str], words: Sequence[str], chance: float, rng: Random) -> bool | None:
    """Return what the extras already state, else a random yes, sometimes nothing."""
    draw = rng.random()
    if any(word in extra for extra in extras for word in words):
        return True
    if draw < chance:
        return True
    return None if draw < chance + 0.35 else False


def _place(
    home: str, *, is_agency: bool, lodging: bool | None, rng: Random
) -> tuple[str, bool | None]:
    """Return the place of work; an agency's is elsewhere and comes with lodging."""
    if is_agency and rng.random() < 0.4:
        return rng.choice(FAR), True
    if rng.random() < 0.04:
        return rng.choice(NEAR), lodging
    return home, lodging


def _title(grade: Grade, rng: Random) -> str:
    title = rng.choice(grade.titles)
    return rng.choice(texts()["urgent"]) + title if rng.random() < 0.05 else title


def _pay(grade: Grade, rng: Random) -> tuple[int, int]:
    low, high = grade.pay
    rounding, middle = ROUNDING[grade.period], (low + high) / 2
    least = round(rng.uniform(low, middle) / rounding) * rounding
    return least, max(least, round(rng.uniform(middle, high) / rounding) * rounding)


def _requirements(vacancy: Vacancy, trade: Trade, grade: Grade, rng: Random) -> str:
    lines = [rng.choice(grade.lines)]
    if vacancy.schooling_min:
        lines.append(rng.choice(texts()["schooling"][vacancy.schooling_min.name]))
    if vacancy.years_min:
        lines.append(rng.choice(texts()["years"]).format(years=vacancy.years_min))
    fitting = [line for line in trade.requirements if _fits(line, vacancy)]
    lines += rng.sample(fitting, rng.randint(2, min(4, len(fitting))))
    lines.append(rng.choice(texts()["closers"]))
    return _joined(rng.choice(texts()["asks"]), lines, rng)


def _duties(trade: Trade, terms: Terms, vacancy: Vacancy, rng: Random) -> str:
    fitting = [line for line in trade.duties if _fits(line, vacancy)]
    chosen = sorted(rng.sample(range(len(fitting)), rng.randint(3, min(6, len(fitting)))))
    lines = [fill_slots(fitting[place], rng, trade.slots) for place in chosen]
    body = _joined(rng.choice(texts()["openings"]), lines, rng)
    benefits = _benefits(terms, vacancy, rng)
    if not benefits:
        return body
    return f"{body}\n{rng.choice(texts()['benefit_heads'])}{'，'.join(benefits)}。"


def _benefits(terms: Terms, vacancy: Vacancy, rng: Random) -> list[str]:
    mentioned = "".join(terms.extras)
    lines = [extra for extra in terms.extras if _fits(extra, vacancy)]
    if vacancy.has_lodging and not any(word in mentioned for word in LODGING_WORDS):
        lines.append(rng.choice(texts()["lodging"]))
    if vacancy.has_insurance and not any(word in mentioned for word in INSURANCE_WORDS):
        lines.append(rng.choice(texts()["insurance"]))
    plain = [line for line in texts()["plain"] if _fits(line, vacancy)]
    return lines + rng.sample(plain, rng.randint(0, 2))


def _fits(line: str, vacancy: Vacancy) -> bool:
    """Return whether a line contradicts neither a vacancy's hours nor its place of work."""
    shift, banned = vacancy.shift_note, []
    if vacancy.has_nights is False:
        banned += [word for word in NIGHT_WORDS if word not in shift]
        banned += [word for word in SHIFT_WORDS if "倒" not in shift]
    if not (vacancy.place_code or COUNTY).startswith(COUNTY):
        banned += HOME_WORDS
    return not any(word in line for word in banned)


def fill_slots(sentence: str, rng: Random, own: Mapping[str, Sequence[str]]) -> str:
    """Return a sentence with each gap such as {route} filled by one of its usual words.

    `own` are the words of one kind of firm; they go before those of all.
    """
    for slot, words in {**texts()["slots"], **own}.items():
        mark = "{" + slot + "}"
        if mark in sentence:
            sentence = sentence.replace(mark, rng.choice(words))
    return sentence


Style = Callable[[list[str]], str]
STYLES: tuple[Style, ...] = (
    "".join,
    "\n".join,
    lambda lines: "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1)),
    lambda lines: "；".join(line.rstrip("。") for line in lines) + "。",
    lambda lines: "\n".join(f"{place}、{line}" for place, line in enumerate(lines, start=1)),
)


def _joined(opening: str, lines: Sequence[str], rng: Random) -> str:
    """Return sentences joined in one of the usual ways: in a row, one per line, numbered."""
    text = rng.choice(STYLES)([line for line in lines if line])
    if not opening:
        return text
    return f"{opening}\n{text}" if "\n" in text else opening + text
