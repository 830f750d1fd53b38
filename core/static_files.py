"""Static files: addresses that change with the contents, and bundled style sheets.

Each component has its own style sheet under `static/css`, but thirty requests are slow on an
old phone. The sheets that pages link are lists of `@import` lines; the server replaces each
line by the file it names.
"""

import hashlib
import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask, current_app, send_file
from flask.typing import ResponseReturnValue

SHEETS = "css"  # folder of the linked sheets below the static folder; imported ones are deeper
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
IMPORT = re.compile(r'^@import "([\w./-]+)";$', re.MULTILINE)


def init_static_files(app: Flask) -> None:
    """Serve bundled style sheets, and add a content hash to all static addresses."""

    def send_static(filename: str) -> ResponseReturnValue:
        path = Path(str(app.static_folder), filename)
        if not _is_sheet(filename) or not path.is_file():
            return app.send_static_file(filename)
        mark, content = _sheet(path)
        return send_file(BytesIO(content), mimetype="text/css", etag=mark)

    app.view_functions["static"] = send_static
    app.url_defaults(_version)
    for path in Path(str(app.static_folder), SHEETS).glob("*.css"):
        _sheet(path)  # a missing component fails at the start, not at the first request


def assemble(sheet: Path) -> str:
    """Return a sheet with its imports replaced by their contents, without comments and indents."""
    text = COMMENT.sub("", sheet.read_text(encoding="utf-8"))
    text = IMPORT.sub(lambda line: assemble(sheet.parent / line[1]), text)
    if "@import" in text:  # a browser ignores an import that is not at the top
        raise ValueError(f'{sheet}: an import is a line of its own, @import "file.css";')
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _version(endpoint: str, values: dict[str, Any]) -> None:
    """Add the content hash to a static file's address, so that caches never serve an old one."""
    if endpoint == "static" and "filename" in values and "v" not in values:
        values["v"] = _mark(values["filename"])


def _mark(filename: str) -> str:
    path = Path(str(current_app.static_folder), filename)
    return _sheet(path)[0] if _is_sheet(filename) else _file_mark(path)


def _is_sheet(filename: str) -> bool:
    return re.fullmatch(rf"{SHEETS}/[\w-]+\.css", filename) is not None


def _sheet(path: Path) -> tuple[str, bytes]:
    """Return hash and content of a linked sheet; with --debug, read anew at every request."""
    if current_app and current_app.debug:
        _assembled.cache_clear()
    return _assembled(path)


@lru_cache(maxsize=16)
def _assembled(path: Path) -> tuple[str, bytes]:
    content = assemble(path).encode()
    return _digest(content), content


@lru_cache(maxsize=256)
def _file_mark(path: Path) -> str:
    return _digest(path.read_bytes()) if path.is_file() else "0"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
