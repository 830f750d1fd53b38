"""The application the functions are measured in: empty tables, and a request."""

import tempfile
from pathlib import Path

from core.db import Base, db
from tests.support.databases import create_app, on_connect, settings_for


def enter(folder: str) -> None:
    """Make an application in the folder, and enter a request of it to the end of the process."""
    app = create_app(settings_for(Path(tempfile.mkdtemp(dir=folder))))
    app.config["WTF_CSRF_ENABLED"] = False
    app.app_context().push()
    on_connect(("PRAGMA synchronous=OFF",))
    Base.metadata.create_all(db.engine)
    app.test_request_context("/").push()
