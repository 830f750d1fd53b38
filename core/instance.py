"""The instance folder: what this installation keeps on disk beside its database."""

from pathlib import Path

from flask import current_app


def instance_folder(name: str) -> Path:
    """Return the path of a folder of the instance; it need not exist yet."""
    return Path(current_app.instance_path) / name
