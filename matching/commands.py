"""The command group `flask matching`, to which each noun adds its commands."""

from collections.abc import Callable
from typing import TypeVar

import click
from flask.cli import AppGroup

from core import audit
from core.db import transaction
from core.errors import DomainError

Made = TypeVar("Made")
group = AppGroup("matching", help="岗位匹配。")


def in_transaction(action: Callable[[], Made]) -> Made:
    """Return what an action returns, run in a transaction; a refusal ends the command."""
    try:
        with audit.acting(audit.MACHINE), transaction():
            return action()
    except DomainError as error:
        raise click.ClickException(error.message) from error
