"""Finds wording a vacancy must not contain, or should not contain without a reason."""

from jobs.vacancies.lint.finding import (
    Finding,
    Piece,
    blocks,
    by_field,
    lint,
    lint_reason,
    pieces,
    warnings,
)
from jobs.vacancies.lint.rules import Severity

__all__ = [
    "Finding",
    "Piece",
    "Severity",
    "blocks",
    "by_field",
    "lint",
    "lint_reason",
    "pieces",
    "warnings",
]
