"""Absolute addresses of pages, for paper and for codes to scan.

They begin with the address the operator has set (`RONGYE_ADDRESS`), never with the host of a
request: a request may come through the office's own network, or name any host it likes.
"""

from typing import Any

from flask import current_app, url_for

from core.config import Settings


def has_public_address() -> bool:
    """Return whether the operator set the address at which phones open this installation."""
    return bool(_settings().address)


def public_address(endpoint: str, **values: Any) -> str:
    """Return a page's address as phones open it, an empty text where the operator set none."""
    address = _settings().address
    return address + url_for(endpoint, **values) if address else ""


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
