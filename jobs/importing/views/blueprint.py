"""The blueprint of imports and what its pages share."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Flask, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import audit
from core.access import Role
from core.errors import DomainError
from core.uploads import Upload
from jobs.importing import queries, runs
from jobs.importing.models import ImportBatch
from jobs.importing.plan import Plan

bp = Blueprint("importing", __name__, url_prefix="/imports")
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHORT_WAIT = 1.5  # seconds a page waits for a run, so that short sheets show their result at once


def viewer() -> queries.Viewer:
    """Return who asks."""
    return queries.Viewer(current_user.id, current_user.role)


def is_employer() -> bool:
    """Tell whether an employer asks, for its own posts."""
    return bool(current_user.role is Role.EMPLOYER)


def this_app() -> Flask:
    """Return the application itself, which a thread can keep."""
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]


def stored(batch: ImportBatch, plan: Plan) -> Upload:
    """Read the uploaded file of an import again."""
    try:
        return runs.store_of(this_app()).load(plan.stored, batch.file_name)
    except FileNotFoundError as error:
        raise DomainError("这份表的文件已经清理掉了，请重新上传。") from error


def run_now(run: runs.Run, batch_id: int) -> None:
    """Begin a run in the background and wait a moment for it, so that short ones are done."""
    actor = audit.Actor(current_user.id, current_user.role.value)
    runs.start(this_app(), run, batch_id, actor).join(SHORT_WAIT)


def refuse_while_running(batch: ImportBatch) -> None:
    """Raise DomainError where a run of this import is under way."""
    if runs.running(this_app(), batch) is not None:
        raise DomainError("这份表正在处理，请等它完成。")


def sheet_answer(data: bytes, name: str) -> ResponseReturnValue:
    """Send an xlsx."""
    return send_file(BytesIO(data), SHEET_TYPE, as_attachment=True, download_name=name)


def page_answer(template_name: str, **values: Any) -> ResponseReturnValue:
    """Show a page of a form: 422 where it was sent and not accepted."""
    status = 422 if request.method == "POST" else 200
    return render_template(template_name, **values), status
