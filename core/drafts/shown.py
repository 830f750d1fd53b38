"""The sent form that a page shows again: the switch of the mode sends it along."""

from flask import g


def show_sent(form_id: str, address: str) -> None:
    """Note that this page shows the sent form again, with its id and address."""
    g.sent_form = form_id, address


def sent_form() -> tuple[str, str] | None:
    """Return the id and the address of the sent form this page shows again, None without one."""
    shown: tuple[str, str] | None = g.get("sent_form")
    return shown
