"""Errors of the domain. Users read their messages, so these are plain Chinese."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class DomainError(Exception):
    """A domain rule refuses an operation. `field` names the form field at fault, if any.

    `others` are further refusals found in the same check (see `Refusals`).
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.others: tuple[DomainError, ...] = ()


def check_length(text: str, most: int, *, field: str) -> None:
    """Raise DomainError where a text is longer than its column; `most` is in characters."""
    if len(text) > most:
        raise DomainError(too_long(most), field=field)


def too_long(most: int) -> str:
    """Return the sentence that refuses a text of more characters."""
    return f"最多 {most} 字。"


class Refusals:
    """Collects every refusal of an operation, so that the user sees all of them in one round."""

    def __init__(self) -> None:
        self._found: list[DomainError] = []

    def add(self, message: str, *, field: str | None = None) -> None:
        """Keep a refusal and go on checking."""
        self._found.append(DomainError(message, field=field))

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Keep a DomainError the block raises; its subclasses have their own page and pass."""
        try:
            yield
        except DomainError as error:
            if type(error) is not DomainError:
                raise
            self._found.extend((error, *error.others))

    def raise_if_any(self) -> None:
        """Raise the first refusal, which carries the others."""
        if self._found:
            first, *others = self._found
            first.others = tuple(others)
            raise first


class NotFoundError(DomainError):
    """The row does not exist or this viewer may not see it: both answer alike."""

    def __init__(self, message: str = "没有找到。") -> None:
        super().__init__(message)


class TooManyTriesError(DomainError):
    """Too many tries within the window; `wait_seconds` until the next is allowed."""

    def __init__(self, message: str, *, wait_seconds: int) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class DuplicateSubmissionError(DomainError):
    """The same form was sent twice in parallel, or again with other contents."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class FieldDifference:
    """One field that two people changed: the stored value and the later editor's."""

    label: str
    theirs: str
    yours: str


class EditConflictError(DomainError):
    """Another user saved the same row first; holds both values of every field that differs."""

    def __init__(self, differences: list[FieldDifference], *, version: int) -> None:
        super().__init__("您填写时，别人已经改过这条资料。请对照后再保存。")
        self.differences = differences
        self.version = version
