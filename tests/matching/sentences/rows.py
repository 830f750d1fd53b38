"""Generated facts as rows, and rows as facts, read column by column."""

from datetime import date, timedelta
from typing import Any

from jobs.vacancies.models import PayPeriod, Vacancy, VacancyCredential
from people.divisions.queries import place_name
from people.veterans.models import (
    Branch,
    CredentialRecord,
    RankSystem,
    Schooling,
    ServiceRecord,
    Veteran,
    WorkRecord,
)
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts
from tests.people.veterans.world import make_veteran

LEVELS = (None, *Schooling)
UNITS = {
    PayPeriod.MONTH: "month",
    PayPeriod.DAY: "day",
    PayPeriod.HOUR: "hour",
    PayPeriod.PIECE: "piece",
}
ELSEWHERE = {"330205101": None, "330205": "340302", "": None}  # divisions the tables lack
BEGAN = 1970 * 12  # the month in which the first spell begins
LONG_AGO = date(2021, 1, 1)


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _spells(facts: VeteranFacts) -> list[dict[str, date]]:
    """Return first and last days of the services and works, one after the other with gaps."""
    found, month = [], BEGAN
    for _, months, _ in (*facts.services, *facts.works):
        after = month + (months or 1)  # a row has days
        last = _first_day(after) - timedelta(days=1)
        found.append({"started_on": _first_day(month), "ended_on": last})
        month = after + 1
    return found


def save_veteran(facts: VeteranFacts, today: date, **more: Any) -> Veteran:
    spells = iter(_spells(facts))
    services = [
        ServiceRecord(branch=Branch.ARMY, specialty=words, duty=text, rank="",
                      rank_system=RankSystem.FROM_2009, **next(spells))
        for words, _, text in facts.services
    ]  # fmt: skip
    works = [WorkRecord(title=words, text=text, **next(spells)) for words, _, text in facts.works]
    papers = [CredentialRecord(key=key, name=name) for key, name in facts.papers]
    lapsed = [CredentialRecord(key=k, name=n, expires_on=LONG_AGO) for k, n in facts.lapsed]
    return make_veteran(
        services=services,
        works=works,
        credentials=[*papers, *lapsed],
        credentials_complete_on=today if facts.is_complete else None,
        schooling=None if facts.schooling is None else LEVELS[facts.schooling],
        born_on=None if facts.age is None else date(today.year - facts.age, 1, 1),
        skills_text=facts.skills,
        wanted_occupations=list(facts.wishes),
        wanted_places=list(facts.places),
        township_code=ELSEWHERE.get(facts.home, facts.home),
        accepts_away=facts.is_away_accepted,
        pay_min=facts.pay,
        wants_lodging=facts.is_lodging_wanted,
        refuses_nights=facts.are_nights_refused,
        **more,
    )


def save_vacancy(facts: VacancyFacts) -> Vacancy:
    return make_vacancy(
        title=facts.title,
        duties=facts.duties,
        requirements=facts.requirements,
        occupation_code=facts.code,
        place_code=ELSEWHERE.get(facts.place, facts.place),
        schooling_min=None if facts.schooling is None else LEVELS[facts.schooling],
        age_min=facts.age_min,
        age_max=facts.age_max,
        credentials=[VacancyCredential(key=key) for key in facts.papers if key],
        years_min=facts.years,
        pay_min=facts.low,
        pay_max=facts.high,
        pay_period=next(one for one, unit in UNITS.items() if unit == facts.unit),
        has_lodging=facts.has_lodging,
        has_nights=facts.has_nights,
        veterans_first=facts.veterans_first,
    )


def _months(started: date, ended: date) -> int:
    after = ended + timedelta(days=1)
    whole = (after.year - started.year) * 12 + after.month - started.month
    return whole - (after.day < started.day)


def _level(schooling: Schooling | None) -> int | None:
    return None if schooling is None else LEVELS.index(schooling)


def facts_of_veteran(row: Veteran, today: date) -> VeteranFacts:
    valid = [one for one in row.credentials if one.expires_on is None or one.expires_on >= today]
    born = row.born_on
    return VeteranFacts(
        services=tuple(
            (one.specialty, _months(one.started_on, one.ended_on), one.duty) for one in row.services
        ),
        works=tuple(
            (one.title, _months(one.started_on, one.ended_on or today), one.text)
            for one in row.works
        ),
        papers=tuple((one.key, one.name) for one in valid),
        lapsed=tuple((one.key, one.name) for one in row.credentials if one not in valid),
        is_complete=row.credentials_complete_on is not None,
        schooling=_level(row.schooling),
        age=today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if born
        else None,
        skills=row.skills_text,
        wishes=tuple(row.wanted_occupations),
        home=row.township_code or "",
        places=tuple(row.wanted_places),
        is_away_accepted=row.accepts_away,
        pay=row.pay_min,
        is_lodging_wanted=row.wants_lodging,
        are_nights_refused=row.refuses_nights,
    )


def facts_of_vacancy(row: Vacancy) -> VacancyFacts:
    return VacancyFacts(
        title=row.title,
        duties=row.duties,
        requirements=row.requirements,
        code=row.occupation_code,
        place=row.place_code or "",
        place_name=place_name(row.place_code) if row.place_code else "",
        schooling=_level(row.schooling_min),
        age_min=row.age_min,
        age_max=row.age_max,
        papers=tuple(one.key for one in row.credentials),
        years=row.years_min,
        low=row.pay_min,
        high=row.pay_max,
        unit=UNITS[row.pay_period],
        has_lodging=row.has_lodging,
        has_nights=row.has_nights,
        veterans_first=row.veterans_first,
    )
