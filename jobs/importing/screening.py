"""Decides the status of an imported vacancy: published, returned, submitted or a draft."""

from dataclasses import dataclass, field

from jobs.importing.parsed import ParsedVacancy
from jobs.vacancies.lint import Finding, blocks
from jobs.vacancies.minimum_pay import Floor
from jobs.vacancies.models import VacancyStatus
from jobs.vacancies.wording import House
from people.secrecy.guard import faults_in
from people.secrecy.private_numbers import OF_PERSONS

NOTE_LENGTH = 200  # vacancy.status_note


@dataclass(frozen=True)
class Terms:
    """Who imports, and what the bureau has set.

    The bureau publishes what it imports; an employer waits for review.
    """

    is_bureau: bool
    may_submit: bool
    house: House = field(default_factory=House)
    floor: Floor = field(default_factory=Floor)


def screen(parsed: ParsedVacancy, terms: Terms) -> str:
    """Set a vacancy's status and the reason; return the column that keeps it back, "" for none.

    Unlawful wording, a unit's designation, a person's number and pay below the minimum wage make
    it RETURNED, so that nothing is lost and nothing of the kind is shown. A vacancy of the bureau
    is published, and shown once its employer is verified. One of an employer waits for review, or
    is a draft where something is missing or must be confirmed.
    """
    findings = terms.house.judge(
        {"title": parsed.title, "duties": parsed.duties, "requirements": parsed.requirements}
    )
    faults, low_pay = _faults(parsed, blocks(findings)), terms.floor.judge(parsed).fault
    if faults or low_pay:
        parsed.status, parsed.status_note = VacancyStatus.RETURNED, _note(faults, low_pay)
    elif terms.is_bureau:
        parsed.status = VacancyStatus.PUBLISHED
    else:
        _hold_back(parsed, is_sure=not findings, may_submit=terms.may_submit)
    return "title" if faults else "pay" if low_pay else ""


def _faults(parsed: ParsedVacancy, blocking: list[Finding]) -> list[str]:
    """Return the words that must be removed, each once, with their topic."""
    named = [f"“{finding.words}”（{finding.topic}）" for finding in blocking]
    for text in (parsed.title, parsed.duties, parsed.requirements, parsed.shift_note):
        named += faults_in(text, OF_PERSONS)
    named += faults_in(parsed.place_detail, OF_PERSONS, has_units=True)
    return list(dict.fromkeys(named))


def _note(faults: list[str], low_pay: str) -> str:
    words = f"这些话不能写：{'、'.join(faults)}。请改写后再发布。" if faults else ""
    note = low_pay + words
    return note if len(note) <= NOTE_LENGTH else f"{note[: NOTE_LENGTH - 1]}…"


def _hold_back(parsed: ParsedVacancy, *, is_sure: bool, may_submit: bool) -> None:
    missing = missing_elements(parsed)
    has_age = parsed.age_min is not None or parsed.age_max is not None
    is_ready = may_submit and is_sure and not missing and not has_age
    parsed.status = VacancyStatus.SUBMITTED if is_ready else VacancyStatus.DRAFT
    parsed.status_note = f"还缺：{'、'.join(missing)}。" if missing else ""


def missing_elements(parsed: ParsedVacancy) -> list[str]:
    """Return which elements the law requires of a vacancy are missing (条例第二十四条)."""
    there = {
        "工作内容": parsed.duties,
        "招聘条件": parsed.requirements,
        "工作地点": parsed.place_code,
        "工资": parsed.pay_min is not None and parsed.pay_max is not None,
    }
    return [name for name, value in there.items() if not value]
