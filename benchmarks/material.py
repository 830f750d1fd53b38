"""Vacancies and profiles to measure with: the demo county's sentences, without a database."""

from random import Random

from core import clock
from demo import catalogue, vacancies, veterans
from jobs.employers.models import Employer, Industry
from matching.engine.records import VacancyDoc, VeteranDoc
from matching.index.records import vacancy_doc, veteran_doc
from people.divisions.queries import townships
from people.veterans.models import Veteran

SEED = 2023


def vacancy_docs(count: int) -> list[VacancyDoc]:
    """Return a number of different vacancies, the same at every call."""
    rng, today = Random(SEED), clock.today()
    trades = list(catalogue.trades().values())
    homes = [town.code for town in townships()]
    employer = Employer(name="虚构单位", industry=Industry.C)
    made = []
    for number in range(1, count + 1):
        home = rng.choice(homes)
        vacancy = vacancies.compose(
            rng.choice(trades), home=home, is_agency=False, rng=rng, today=today
        )
        vacancy.id, vacancy.employer = number, employer
        vacancy.veterans_first = bool(vacancy.veterans_first)
        made.append(vacancy_doc(vacancy))
    return made


def _apply_defaults(veteran: Veteran) -> None:
    """Set the defaults that the database would set."""
    veteran.wanted_places = veteran.wanted_places or []
    veteran.wanted_occupations = veteran.wanted_occupations or []
    veteran.skills_text = veteran.skills_text or ""
    veteran.major = veteran.major or ""


def veteran_docs(count: int) -> list[VeteranDoc]:
    """Return a number of different profiles, the same at every call."""
    rng, today = Random(SEED), clock.today()
    made = []
    for number in range(1, count + 1):
        veteran = veterans.make_veteran(number, rng, today)
        veteran.id = number
        _apply_defaults(veteran)
        made.append(veteran_doc(veteran, today))
    return made
