"""Health checks for whoever runs the server: is the process up, can it serve requests."""

import shutil

from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from core import access, audit_guards
from core.config import Settings
from core.db import db
from core.error_pages import DATABASE_ERRORS
from core.scheduling import leader, watcher
from core.starting import proof
from core.warming import of

LEAST_FREE_BYTES = 200 * 1024 * 1024
bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/live")
@access.public
def live() -> ResponseReturnValue:
    """Report that the process answers."""
    return jsonify(status="ok")


@bp.get("/ready")
@access.public
def ready() -> ResponseReturnValue:
    """Report whether requests can be served: database, schema, keys, record, disk, and warmed."""
    is_sound = _is_database_current() and _has_right_keys() and _has_guarded_record()
    if not (is_sound and _has_free_space()):
        return jsonify(status="not ready"), 503
    return (jsonify(status="ok"), 200) if _is_warm() else (jsonify(status="warming"), 503)


def _is_warm() -> bool:
    """Return whether this process is warm; under gunicorn the first question begins it."""
    settings: Settings = current_app.extensions["settings"]
    warming = of(current_app)
    if not settings.testing:
        warming.start()
    return warming.is_done or settings.testing


@bp.get("/scheduler")
@access.public
def scheduler() -> ResponseReturnValue:
    """Report whether a process runs scheduled tasks, its last heartbeat and its ends."""
    is_led, seen, past = leader.current() is not None, leader.last_seen(), watcher.history()
    answer = {
        "status": "ok" if is_led else "no scheduler",
        "last_heartbeat": seen.isoformat() if seen else None,
        "ends": past.ends if past else None,
        "last_exit": past.last_exit if past else None,
        "was_hung": past.was_hung if past else None,
    }
    return jsonify(answer), 200 if is_led else 503


def _is_database_current() -> bool:
    """Return whether the database answers and is at the newest migration."""
    directory = current_app.extensions["migrate"].directory
    head = ScriptDirectory(str(directory)).get_current_head()
    try:
        revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except (*DATABASE_ERRORS, DatabaseError):  # unreachable, or damaged while it runs
        return False
    return bool(revision == head)


def _has_right_keys() -> bool:
    """Return whether the keys are those of the database; it may have been restored since."""
    try:
        return proof.is_proven()
    except (*DATABASE_ERRORS, DatabaseError):
        return False


def _has_guarded_record() -> bool:
    """Return whether the database still refuses changes of the record."""
    try:
        return audit_guards.are_in_place(db.session.connection())
    except (*DATABASE_ERRORS, DatabaseError):
        return False


def _has_free_space() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return shutil.disk_usage(settings.instance).free >= LEAST_FREE_BYTES
