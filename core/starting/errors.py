"""The error of a start that is refused. The operator reads its message instead of a traceback."""

from typing import IO, Any

import click


class StartError(click.ClickException):
    """The application cannot start; the message states what is wrong, where, and what to do."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message alone; `flask` commands end with it and exit code 1."""
        click.echo(self.message, file=file, err=True)
