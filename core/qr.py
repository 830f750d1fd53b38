"""Codes to scan, as pictures in the page."""

import segno

QUIET = 4  # white modules around the code, as the standard asks


def qr_image(text: str, *, scale: int = 6) -> str:
    """Return a QR code as the data URI of a PNG; WeChat recognises pictures, not drawings."""
    return str(segno.make_qr(text, error="m").png_data_uri(scale=scale, border=QUIET))
