"""Pages of the record: found and printed by the auditor."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from core import clock, paging
from core.access import AUDITORS, allow
from core.audit import AuditEvent
from core.forms import form_page
from people.accounts.models import Account
from people.auditing import lines, queries
from people.auditing.forms import Asked, FindForm, presets
from people.divisions.queries import short_name
from people.veterans.queries import find_anywhere

PER_PAGE = 50
HEADINGS = ("时间", "谁", "做了什么", "对谁", "为什么", "在哪一页")
bp = Blueprint("auditing", __name__)


@bp.get("/audit")
@allow(*AUDITORS)
def index() -> ResponseReturnValue:
    """Show what the record says of a person, an account, a period or a kind of action."""
    return _page(FindForm(formdata=None))


def _page(form: FindForm, **found: Any) -> ResponseReturnValue:
    asked, is_checked = Asked(), "check" in request.args
    page = paging.paginate(
        queries.events(asked.wanted()), number=paging.asked_page(), per_page=PER_PAGE
    )
    actor = lines.actor_words([asked.actor]).get(asked.actor.id, "") if asked.actor else ""
    return form_page(
        "auditing/index.html",
        form,
        page=page,
        lines=lines.lines_of(page.rows, asked=asked.person_id),
        asked=asked,
        actor=actor,
        kinds=lines.kinds_in_use(),
        subjects=lines.subjects(),
        presets=presets(),
        oldest=queries.oldest_event(),
        is_checked=is_checked,
        broken=queries.first_broken_link() if is_checked else None,
        unguarded="；".join(queries.missing_guards()) if is_checked else "",
        place=short_name,
        found=found,
    )


@bp.post("/audit/find")
@allow(*AUDITORS, as_search=True)
def find() -> ResponseReturnValue:
    """Find the person or account to read the record of; nothing typed gets into an address."""
    form = FindForm()

    def save() -> ResponseReturnValue:
        accounts = queries.find_accounts(form.words.data)
        return _page(
            FindForm(formdata=None),
            people=find_anywhere(form.words.data),
            accounts=lines.actor_words(accounts).items(),
        )

    return form.save(save, audited=False) or _page(form)


@bp.get("/audit/print")
@allow(*AUDITORS)
def sheet() -> str:
    """Print what is asked for, the newest first."""
    asked = Asked()
    query = queries.events(asked.wanted())
    page = paging.printed(query)
    return render_template(
        "auditing/print.html",
        lines=lines.lines_of(page.rows, asked=asked.person_id),
        headings=HEADINGS,
        page=page,
        query=asked.query(),
        today=clock.today(),
    )


def asked_events(_viewer: Account) -> Select[AuditEvent]:
    """Return the query of the events this address asks for."""
    return queries.events(Asked().wanted())
