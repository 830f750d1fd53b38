"""Downloads: responses the browser saves as a file, with their media types."""

from urllib.parse import quote

from flask import Response

from core import looks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"


def download(body: bytes | str, name: str, media_type: str = XLSX) -> Response:
    """Return a response the browser saves under `name` (with its extension, possibly Chinese).

    Whom it shows is for the caller to note: `looks.show`.
    """
    written = f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quote(name)}"
    looks.as_export()
    headers = {"Content-Disposition": f"attachment; {written}"}
    return Response(body, content_type=media_type, headers=headers)
