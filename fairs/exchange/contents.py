"""Contents of a package: vacancies of a fair with their employers, sign-ups with consent."""

import hashlib
from dataclasses import fields
from datetime import date
from typing import Any

from core import clock
from core.errors import DomainError
from fairs.fairs.models import Fair, FairVacancy, SignUp
from jobs.applications.resume import resume_of
from jobs.employers.facts import EmployerFacts
from jobs.employers.models import Industry, Staffing
from jobs.vacancies.facts import COLUMNS, VacancyFacts, facts_of
from jobs.vacancies.models import PayPeriod, Vacancy
from people.divisions.queries import place_name
from people.veterans.models import Schooling, Veteran

_ENUMS = {"schooling_min": Schooling, "pay_period": PayPeriod}
_EMPLOYER = ("name", "credit_code", "introduction", "division_code", "address")
VERSION = 2
MOST_VACANCIES, MOST_SIGN_UPS = 2000, 5000
LONGEST_KEY, LONGEST_NAME = 64, 40  # of a guest


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


def read_contents(contents: dict[str, Any]) -> dict[str, Any]:
    """Return the contents of a package of any version, under the keys of this version.

    Version 1 carried no number and called a vacancy a post. Raises DomainError for a newer one.
    """
    version = contents.get("version", 1)
    if version == VERSION:
        return contents
    if version != 1:
        raise DomainError("这个包是新版本系统做的，本系统读不了，请先升级。", field="file")
    vacancies = [
        {"vacancy": _from_version_1(one["post"]), "employer": one["employer"]}
        for one in contents.get("posts", ())
    ]
    return {**contents, "vacancies": vacancies}


def _from_version_1(facts: dict[str, Any]) -> dict[str, Any]:
    return {("has_lodging" if name == "has_board" else name): facts[name] for name in facts}


def check_contents(contents: dict[str, Any], *, sender: str, receiver: str) -> None:
    """Raise DomainError for a package not for this bureau, too large, or with incomplete guests."""
    if contents.get("sender") != sender or contents.get("receiver") != receiver:
        raise DomainError("这个包不是发给本局的。", field="file")
    if len(contents.get("vacancies", ())) > MOST_VACANCIES:
        raise DomainError(f"一个包最多 {MOST_VACANCIES} 个岗位。", field="file")
    if len(contents.get("sign_ups", ())) > MOST_SIGN_UPS:
        raise DomainError(f"一个包最多 {MOST_SIGN_UPS} 人。", field="file")
    if not all(_is_guest(guest) for guest in contents.get("sign_ups", ())):
        raise DomainError("包里有人没有姓名或编号不对，请对方重新导出。", field="file")


def _is_guest(guest: dict[str, Any]) -> bool:
    """Return whether a sign-up has the key and the name every version writes."""
    key, name = guest.get("key"), guest.get("name")
    fits = isinstance(key, str) and 0 < len(key) <= LONGEST_KEY
    return fits and isinstance(name, str) and 0 < len(name) <= LONGEST_NAME


def vacancy_facts(facts: dict[str, Any], *, source: str) -> VacancyFacts:
    """Return a partner's vacancy, with the partner's name as its source.

    Raises DomainError where a fact is missing or makes no sense.
    """
    known: dict[str, Any] = {name: facts[name] for name in COLUMNS if name in facts}
    try:
        for name, members in _ENUMS.items():
            known[name] = members(known[name]) if known.get(name) else None
        known["pay_period"] = known["pay_period"] or PayPeriod.MONTH
        known["valid_to"] = date.fromisoformat(str(facts["valid_to"]))
        known["credentials"] = tuple(str(key) for key in facts.get("credentials", ()))
    except (KeyError, TypeError, ValueError) as error:
        raise DomainError(f"“{facts.get('title', '没有名称的岗位')}”的内容不全。") from error
    return VacancyFacts(**(known | {"source": source}))


def employer_facts(facts: dict[str, Any], partner_name: str) -> EmployerFacts:
    """Return a partner's employer; its contact is the partner bureau."""
    names = {field.name for field in fields(EmployerFacts)}
    known = {name: facts.get(name) or "" for name in _EMPLOYER if name in names}
    return EmployerFacts(
        **known,
        industry=Industry(facts["industry"]) if facts.get("industry") else None,
        staffing=Staffing(facts["staffing"]) if facts.get("staffing") else None,
        contact_name=partner_name,
        contact_phone="",
    )
