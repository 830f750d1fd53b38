"""Files the browser saves: one place for media types and names."""

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"


def download(body: bytes | str, name: str, media_type: str = XLSX) -> Response:
    """Return a file to save under `name` (ASCII, with its ending)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype=media_type, headers=headers)
