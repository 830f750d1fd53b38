"""A veteran's applications in their own data, and their deletion with the profile."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from jobs.applications import disclosure, queries
from jobs.applications.models import Application, ApplicationEvent, ContactConsent, ContactView
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete a veteran's applications with everything the employers could see."""
    ids = select(Application.id).where(Application.veteran_id == veteran_id)
    db.session.execute(delete(ContactView).where(ContactView.veteran_id == veteran_id))
    db.session.execute(delete(ContactConsent).where(ContactConsent.veteran_id == veteran_id))
    db.session.execute(delete(ApplicationEvent).where(ApplicationEvent.application_id.in_(ids)))
    db.session.execute(delete(Application).where(Application.veteran_id == veteran_id))


def _applications(veteran_id: int) -> list[dict[str, Any]]:
    return [
        as_readable(
            {
                "岗位": row.vacancy.title,
                "单位": row.vacancy.employer.name,
                "投递时间": row.applied_at,
                "方式": row.origin,
                "现在": row.status,
                "说明": row.status_note,
            }
        )
        for row in db.session.scalars(queries.applications_of(veteran_id))
    ]


def _consents(veteran_id: int) -> list[dict[str, Any]]:
    return [
        as_readable(
            {"单位": row.employer.name, "同意时间": row.given_at, "看到哪天为止": row.withdrawn_at}
        )
        for row in disclosure.consents_of(veteran_id)
    ]


def _views(veteran_id: int) -> list[dict[str, Any]]:
    return [
        as_readable({"单位": row.employer.name, "时间": row.at})
        for row in disclosure.views_of(veteran_id)
    ]


PERSONAL = PersonalData(
    tables=(
        Application,
        ApplicationEvent,
        ContactConsent,
        ContactView,
    ),
    forget=_forget,
    shown={"投递记录": _applications, "联系方式给过谁": _consents, "单位看过联系方式": _views},
)
