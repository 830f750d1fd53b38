"""The scheduled task that sends waiting text messages."""

from datetime import timedelta

from flask import current_app

from core import outbox
from core.scheduling.registry import scheduled
from people.notices.operations import SMS
from people.notices.sms import PROVIDERS, sender


@scheduled("outbox.relay", "发出等着的短信", every=timedelta(minutes=1), any_clock=True)
def relay() -> str:
    """Send the waiting messages through the provider of the settings (by default the console)."""
    provider = PROVIDERS[current_app.extensions["settings"].sms_provider]
    return f"{outbox.relay({SMS: sender(provider)})} 条"
