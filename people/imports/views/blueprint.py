"""The blueprint of imports and what its pages share."""

from pathlib import Path

from flask import Blueprint, Flask, current_app, request
from flask_login import current_user

from core import audit
from core.errors import DomainError, NotFoundError
from sheets import queries, runs, staging
from sheets.models import ImportBatch
from sheets.nouns import SheetNoun, nouns_of
from sheets.progress import Running
from sheets.staging import Site
from sheets.uploads import Upload

bp = Blueprint("imports", __name__, url_prefix="/imports")
SHORT_WAIT = 2.5  # seconds a page waits for a run, so that short sheets show their result at once


def own_nouns() -> tuple[SheetNoun, ...]:
    """Return the nouns the viewer may import."""
    return nouns_of(current_user.role)


def asked_noun() -> SheetNoun:
    """Return the noun the address names, the viewer's first where it names none.

    Raises NotFoundError for a noun the viewer may not import.
    """
    key = request.args.get("noun")
    found = next((noun for noun in own_nouns() if key in (None, noun.key)), None)
    if found is None:
        raise NotFoundError
    return found


def get_batch(batch_id: int) -> ImportBatch:
    """Return one import. Raises NotFoundError where the viewer may not see it."""
    return queries.get_batch(own_nouns(), current_user, batch_id)


def site() -> Site:
    """Return the data folder of this installation."""
    return Site(Path(current_app.instance_path))


def stored(batch: ImportBatch) -> Upload:
    """Return the uploaded file of an import. Raises DomainError where it was swept."""
    try:
        return site().uploads.load(batch.plan.stored, batch.file_name)
    except FileNotFoundError as error:
        raise DomainError("这份表的文件已经清理掉了，请重新上传。") from error


def running(batch: ImportBatch) -> Running | None:
    """Return the run of an import that is under way, if one is."""
    return staging.running(site(), batch)


def run_now(run: runs.Run, batch_id: int) -> None:
    """Start a run in the background and wait a moment, so that a short one is done."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    actor = audit.Actor(current_user.id, current_user.role.value)
    runs.start(app.app_context, site(), run, batch_id, actor).join(SHORT_WAIT)
