"""Pages of the record: found, printed, exported by the auditor."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from core import audit, clock, looks, paging
from core.access import AUDITORS, allow
from core.db import db
from core.downloads import download
from core.errors import DomainError
from core.filters import moment
from core.forms import ButtonForm, again, form_page
from core.parameters.registry import amount_of
from people.auditing import lines, queries
from people.auditing.forms import Asked, FindForm, presets
from people.auditing.parameters import EXPORT_MOST
from people.divisions.queries import short_name
from people.veterans.queries import find_anywhere
from sheets import Column, Note, write_sheet

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


@bp.post("/audit/export")
@allow(*AUDITORS, as_search=True)
def export() -> ResponseReturnValue:
    """Download what is asked for as a workbook; the export is recorded like any other."""

    def save() -> ResponseReturnValue:
        most = amount_of(EXPORT_MOST, clock.today())
        asked = Asked()
        rows = db.session.scalars(queries.events(asked.wanted()).limit(most + 1)).all()
        if not rows:
            raise DomainError("没有可以导出的记录。")
        if len(rows) > most:
            raise DomainError(f"一次最多导出 {most} 条，请选短一些的时间。")
        found = lines.lines_of(rows, asked=asked.person_id)
        audit.record("audit.export", "audit", None, count=len(rows))
        looks.show(one for line in found for one in line.people)
        return download(_workbook(found), "record.xlsx")

    return ButtonForm().save(save) or again(_page(FindForm(formdata=None)))


def _workbook(found: list[lines.Line]) -> bytes:
    widths = (20, 28, 24, 32, 40, 18)
    columns = [Column(*pair) for pair in zip(HEADINGS, widths, strict=True)]
    rows = [
        (moment(one.at), one.who, one.action, one.concerned, one.why, one.page) for one in found
    ]
    notes = [Note("保密", "本表含个人信息，只用于核查操作记录，用完删除。")]
    return write_sheet(columns, rows, title="操作记录", notes=notes)
