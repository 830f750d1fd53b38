"""The blueprint of imports and what its pages share."""

from pathlib import Path

from flask import Blueprint, Flask, current_app
from flask_login import current_user

from core import audit
from core.access import EMPLOYERS
from core.errors import DomainError
from jobs.importing import runs
from jobs.importing.models import ImportBatch
from jobs.importing.progress import Running
from sheets.uploads import Upload

bp = Blueprint("importing", __name__, url_prefix="/imports")
SHORT_WAIT = 1.5  # seconds a page waits for a run, so that short sheets show their result at once


def is_employer() -> bool:
    """Return whether the viewer is an employer, who imports its own vacancies."""
    return bool(current_user.role in EMPLOYERS)


def site() -> runs.Site:
    """Return the data folder of this installation."""
    return runs.Site(Path(current_app.instance_path))


def stored(batch: ImportBatch) -> Upload:
    """Return the uploaded file of an import. Raises DomainError where it was swept."""
    try:
        return site().uploads.load(batch.plan.stored, batch.file_name)
    except FileNotFoundError as error:
        raise DomainError("这份表的文件已经清理掉了，请重新上传。") from error


def running(batch: ImportBatch) -> Running | None:
    """Return the run of an import that is under way, if one is."""
    return runs.running(site(), batch)


def run_now(run: runs.Run, batch_id: int) -> None:
    """Start a run in the background and wait a moment, so that a short one is done."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    actor = audit.Actor(current_user.id, current_user.role.value)
    runs.start(app.app_context, site(), run, batch_id, actor).join(SHORT_WAIT)
