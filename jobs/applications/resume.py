"""What an employer reads of an applicant: job-related facts, and with consent a Word résumé."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docxtpl import DocxTemplate

from core.filters import day, month, span
from people.divisions.queries import place_name
from people.secrecy.designations import find_designations
from people.veterans.models import (
    CredentialRecord,
    ServiceRecord,
    Verification,
    Veteran,
    WorkRecord,
)

TEMPLATE = Path(__file__).with_name("resume.docx")
MOST_LINES = 6  # of one kind, so that it stays one page
MOST_TEXT = 160
MOST_WISHES = 3


@dataclass(frozen=True)
class Resume:
    """The job-related facts of one veteran, without anything that identifies them."""

    service: tuple[str, ...]
    schooling: str
    credentials: tuple[str, ...]
    works: tuple[str, ...]
    skills: str
    wishes: str
    is_verified: bool

    @property
    def facts(self) -> list[str]:
        """All facts as lines, for a page."""
        lines = [*self.service, self.schooling, *self.credentials, *self.works, self.skills]
        return [line for line in lines if line]


def resume_of(veteran: Veteran, today: date) -> Resume:
    """Return what an employer may read of a veteran without their consent."""
    valid = [record for record in veteran.credentials if record.is_valid(today)]
    schooling = veteran.schooling.label if veteran.schooling else ""
    major = f"，{veteran.major}" if veteran.major and schooling else ""
    return Resume(
        service=_newest([_service(record) for record in veteran.services]),
        schooling=_clean(schooling + major),
        credentials=_first([_credential(record) for record in valid]),
        works=_newest([_work(record) for record in veteran.works]),
        skills=_short(_clean(veteran.skills_text)),
        wishes="、".join(veteran.wanted_occupations[:MOST_WISHES]) + _more(veteran),
        is_verified=veteran.verification is Verification.VERIFIED,
    )


def write_resume(veteran: Veteran, *, vacancy: str, today: date) -> bytes:
    """Return the one-page résumé as .docx: name and phone, no identity number, no unit."""
    resume = resume_of(veteran, today)
    age = veteran.age_on(today)
    document = DocxTemplate(TEMPLATE)
    document.render(
        {
            "name": veteran.name,
            "phone": veteran.phone or "",
            "age": f"{age} 岁" if age is not None else "未填",
            "place": place_name(veteran.township_code) or "未填",
            "schooling": resume.schooling or "未填",
            "status": "退役军人身份已由退役军人事务部门核实" if resume.is_verified else "",
            "retired": day(veteran.retired_on) if veteran.retired_on else "未填",
            "post": vacancy,
            "wishes": resume.wishes or vacancy,
            "service": resume.service,
            "works": resume.works,
            "credentials": resume.credentials,
            "skills": resume.skills,
            "today": day(today),
        },
        autoescape=True,
    )
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _service(record: ServiceRecord) -> str:
    parts = [record.branch.label, record.specialty, record.duty, record.rank]
    line = "，".join(part for part in parts if part)
    return _clean(f"{line}，{span(record.months)}")


def _credential(record: CredentialRecord) -> str:
    name = _clean(record.name)
    return name if record.is_recognised else f"{name}（名称没认出，未核对）"


def _work(record: WorkRecord) -> str:
    began = month(record.started_on)
    ended = month(record.ended_on) if record.ended_on else "现在"
    parts = [f"{began}—{ended}", record.employer_name, record.title, record.text]
    return _short(_clean("，".join(part for part in parts if part)))


def _newest(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the last lines of a kind, after one that states how many older there are."""
    left = len(lines) - MOST_LINES
    return (f"更早的 {left} 条没有列出", *lines[left:]) if left > 0 else tuple(lines)


def _first(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the first lines of a kind, before one that states how many more there are."""
    left = len(lines) - MOST_LINES
    return (*lines[:MOST_LINES], f"另有 {left} 条没有列出") if left > 0 else tuple(lines)


def _short(text: str) -> str:
    """Return a text, marked where its end is left out."""
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 2]}……"


def _more(veteran: Veteran) -> str:
    """Return what follows the wishes named: that there are others."""
    return "等" if len(veteran.wanted_occupations) > MOST_WISHES else ""


def _clean(text: str) -> str:
    """Replace what looks like a unit designation, once more before the employer reads it."""
    for hit in find_designations(text):
        text = text.replace(hit.words, "某部")
    return text
