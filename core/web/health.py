"""Health checks for whoever runs the server: is the process up, can it serve requests."""

import shutil

from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core import access
from core.config import Settings
from core.db import db

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
    """Report whether requests can be served: database, schema and disk."""
    checks = {"database": _is_database_current(), "disk": _has_free_space()}
    ok = all(checks.values())
    return jsonify(status="ok" if ok else "not ready"), 200 if ok else 503


def _is_database_current() -> bool:
    """Return whether the database answers and is at the newest migration."""
    directory = current_app.extensions["migrate"].directory
    head = ScriptDirectory(str(directory)).get_current_head()
    try:
        revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except OperationalError:
        return False
    return bool(revision == head)


def _has_free_space() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return shutil.disk_usage(settings.instance).free >= LEAST_FREE_BYTES
