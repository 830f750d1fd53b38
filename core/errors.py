"""Errors of the domain. Their messages are read by users, so they are plain Chinese."""

from dataclasses import dataclass


class DomainError(Exception):
    """A rule of the field says no. `field` names the form field it belongs to, if one does."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFoundError(DomainError):
    """The thing asked for is not there, or not for this viewer: both look the same."""

    def __init__(self, message: str = "没有找到。") -> None:
        super().__init__(message)


class TooManyTriesError(DomainError):
    """Too many tries in a short time; `wait_seconds` says how long to wait."""

    def __init__(self, message: str, *, wait_seconds: int) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class DuplicateSubmissionError(DomainError):
    """The same form was sent twice at once, or sent again with other contents."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class FieldDifference:
    """One field that two people changed: what stands now and what the loser typed."""

    label: str
    theirs: str
    yours: str


class EditConflictError(DomainError):
    """Somebody saved the same row first. Carries both values of every field that differs."""

    def __init__(self, differences: list[FieldDifference], *, version: int) -> None:
        super().__init__("您填写时，别人已经改过这条资料。请对照后再保存。")
        self.differences = differences
        self.version = version
