"""Contents of a package: vacancies of a fair with their employers, sign-ups with consent."""

import hashlib
from datetime import date
from typing import Any

from core import clock
from core.errors import DomainError
from fairs.exchange import schema
from fairs.fairs.models import Fair, FairVacancy, SignUp
from jobs.applications.resume import resume_of
from jobs.employers.facts import EmployerFacts
from jobs.vacancies.facts import VacancyFacts, facts_of
from jobs.vacancies.models import PayPeriod, Vacancy
from people.divisions.queries import place_name
from people.veterans.models import Veteran

_EMPLOYER = ("name", "credit_code", "introduction", "division_code", "address")
VERSION = 2


def contents_of(
    fair: Fair, vacancies: list[FairVacancy], sign_ups: list[SignUp], *, sender: str, receiver: str
) -> dict[str, Any]:
    """Return the contents for a fair; of people only those who agreed."""
    return {
        "version": VERSION,
        "sender": sender,
        "receiver": receiver,
        "made_at": clock.now().isoformat(),
        "fair": {"title": fair.title, "starts_at": fair.starts_at.isoformat()},
        "vacancies": [_vacancy(vacancy.vacancy) for vacancy in vacancies],
        "sign_ups": [
            _sign_up(sign_up.veteran, sender)
            for sign_up in sign_ups
            if sign_up.veteran is not None and sign_up.shares_with_partner
        ],
    }


def _vacancy(vacancy: Vacancy) -> dict[str, Any]:
    employer = vacancy.employer
    facts = {name: _plain(value) for name, value in vars(facts_of(vacancy)).items()}
    unit = {name: getattr(employer, name) for name in _EMPLOYER}
    unit["industry"] = employer.industry.value if employer.industry else None
    unit["staffing"] = employer.staffing.value if employer.staffing else None
    return {"vacancy": facts, "employer": unit}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return getattr(value, "value", value)


def _sign_up(veteran: Veteran, sender: str) -> dict[str, Any]:
    return {
        "key": hashlib.sha256(f"{sender} {veteran.seal_row}".encode()).hexdigest(),
        "name": veteran.name,
        "phone": veteran.phone,
        "place": place_name(veteran.township_code),
        "facts": resume_of(veteran, clock.today()).facts,
        "wishes": veteran.wanted_occupations[:3],
    }


def read_contents(contents: Any, *, sender: str, receiver: str) -> dict[str, Any]:
    """Return the checked contents of a package of any version, under the keys of this version.

    Version 1 carried no number and called a vacancy a post. Raises DomainError for a newer one,
    one for another bureau, and where a part breaks the schema.
    """
    if not isinstance(contents, dict):
        raise schema.spoiled("")
    version = contents.get("version", 1)
    if version not in (1, VERSION) or isinstance(version, bool):
        raise DomainError("这个包是新版本系统做的，本系统读不了，请先升级。", field="file")
    if contents.get("sender") != sender or contents.get("receiver") != receiver:
        raise DomainError("这个包不是发给本局的。", field="file")
    return schema.checked(contents if version == VERSION else _from_version_1(contents))


def _from_version_1(contents: dict[str, Any]) -> dict[str, Any]:
    entries = contents.get("posts", [])
    if not isinstance(entries, list) or not all(_is_entry(one) for one in entries):
        raise schema.spoiled("岗位")
    vacancies = [
        {"vacancy": _with_lodging(one["post"]), "employer": one.get("employer")} for one in entries
    ]
    return {"vacancies": vacancies, "sign_ups": contents.get("sign_ups", [])}


def _is_entry(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("post"), dict)


def _with_lodging(facts: dict[str, Any]) -> dict[str, Any]:
    return {("has_lodging" if name == "has_board" else name): facts[name] for name in facts}


def vacancy_facts(facts: dict[str, Any], *, source: str) -> VacancyFacts:
    """Return a partner's vacancy from checked contents, with the partner's name as its source."""
    known = {
        **facts,
        "place_code": facts["place_code"] or None,
        "pay_period": facts["pay_period"] or PayPeriod.MONTH,
        "veterans_first": bool(facts["veterans_first"]),
        "credentials": tuple(facts["credentials"]),
    }
    return VacancyFacts(**(known | {"source": source}))


def employer_facts(facts: dict[str, Any], partner_name: str, *, credit_code: str) -> EmployerFacts:
    """Return a partner's employer from checked contents; its contact is the partner bureau."""
    known = {**facts, "credit_code": credit_code, "division_code": facts["division_code"] or None}
    return EmployerFacts(**known, contact_name=partner_name, contact_phone="")
