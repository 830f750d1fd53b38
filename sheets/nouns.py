"""What a noun declares to be importable from sheets; the steps are the same for all nouns.

A noun's feature names its declaration in `Feature.sheets`. Everything here is about the noun;
nothing in this package knows which nouns there are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, true

from core.access import Role
from core.features import installed
from sheets.columns import FieldSet
from sheets.models import ImportBatch
from sheets.plan import Plan, Settings
from sheets.reading import Row
from sheets.report import Problem
from sheets.template import Template

REPEATED, KNOWN = "repeated", "known"  # outcomes of rows that are left out, of every noun
OnProgress = Callable[[int], None]


@dataclass(frozen=True)
class Outcome:
    """What becomes of a staged row: `label` on the page, `word` on the command line.

    `note` explains the figure where it is not 0; `is_shown` takes the settings of the sheet.
    `is_change`: the row changes one of the database and creates none.
    """

    key: str
    label: str
    word: str
    note: str = ""
    is_shown: Callable[[Settings], bool] = lambda _settings: True
    is_change: bool = False


@dataclass(frozen=True)
class TextQuestion:
    """A text a noun asks about the sheet as a whole; `read` cleans it or raises DomainError.

    `subject` names the value where a command is refused.
    """

    key: str
    label: str
    hint: str
    subject: str
    longest: int
    read: Callable[[str], str] = str


@dataclass(frozen=True)
class NumberQuestion:
    """A whole number a noun asks about the sheet; `missing` is shown where it is left empty."""

    key: str
    label: str
    hint: str
    unit: str
    most: int
    missing: str
    least: int = 1


@dataclass(frozen=True)
class ChoiceQuestion:
    """One of several answers (value, words) a noun asks about the sheet."""

    key: str
    label: str
    hint: str
    choices: Sequence[tuple[str, str]]


Question = TextQuestion | NumberQuestion | ChoiceQuestion


@dataclass
class Taken:
    """The result of reading one row.

    `staged` is the row as it will be written, one line of text, "" where it is left out.
    `outcome` is counted: an `Outcome` of the noun, REPEATED, KNOWN, or "" for a row that is
    refused or none of the noun. `values` are the cells as they were read, by field.
    """

    outcome: str = ""
    staged: str = ""
    problems: list[Problem] = field(default_factory=list)
    values: Mapping[str, Any] = field(default_factory=dict)


class RowReader(Protocol):
    """Reads the rows of one sheet in their order, without changing the database."""

    def take(self, row: Row) -> Taken:
        """Return what becomes of a row."""


MakeReader = Callable[[Plan, str], RowReader]


@dataclass(frozen=True)
class Loaded:
    """How many rows a load wrote, and its figures for the audit log."""

    rows: int
    figures: Mapping[str, int]


class RowLoader(Protocol):
    """Writes the staged rows. Made before the transaction, so that it can read ahead."""

    def load(self, batch: ImportBatch) -> Loaded:
        """Write all staged rows in the caller's transaction."""


@dataclass(frozen=True)
class Touched:
    """A row of an import that was changed or used since, so that an undo leaves it."""

    id: int
    title: str
    status: str


@dataclass(frozen=True)
class Undoing:
    """The effect of an undo: the rows `free` (ids) are deleted, `touched` ones stay."""

    free: list[int]
    touched: list[Touched]


@dataclass(frozen=True)
class Opening:
    """What the sheet of a viewer begins with. No `source`: the name of the file."""

    settings: Settings
    source: str | None = None


@dataclass(frozen=True)
class FollowUp:
    """What is left to do after a load: a sentence, and the page (its argument: batch_id)."""

    title: str
    text: str
    label: str
    page: str


@dataclass(frozen=True)
class Words:
    """How pages and messages speak of a noun's rows, in Chinese."""

    thing: str  # 岗位
    counter: str  # 个
    invitation: str  # on the empty list of imports
    advice: str  # what a sheet must have
    source_hint: str
    skipping: str  # what a repeated import leaves out
    removed_too: str  # what an undo deletes besides the rows
    by_hand: str  # what to do with rows an undo cannot delete

    def count(self, number: int) -> str:
        """Return a number of rows: 3 个岗位."""
        return f"{number} {self.counter}{self.thing}"


@dataclass(frozen=True)
class SheetNoun:
    """All that the shared steps of an import need to know of a noun."""

    key: str  # kept with each import
    words: Words
    roles: frozenset[Role]
    fields: FieldSet
    outcomes: tuple[Outcome, ...]
    template: Template
    # Makes the reader of a sheet, from its plan and its source: a class or function of a module
    # that another process imports by name, so the module should import little.
    reader: MakeReader
    # The loader of a file of staged rows, from the plan of the sheet.
    loader: Callable[[Path, Plan, OnProgress], RowLoader]
    undoing: Callable[[int], Undoing]
    # Deletes the rows with these ids, and what only this import (id) brought with them.
    # Returns figures for the audit log.
    remove: Callable[[int, list[int]], Mapping[str, int]]
    # Endpoints: the list of the rows, and the page of one with the name of its argument.
    list_page: str
    row_page: tuple[str, str]
    # The condition of the imports a viewer may see: all, unless the noun limits it.
    visible: Callable[[Any], ColumnElement[bool]] = lambda _viewer: true()
    # Takes the viewer, None for a command that names none: it works for the bureau.
    opening: Callable[[Any], Opening] = lambda _viewer: Opening({})
    # Of a sheet's settings: the questions asked about it, and fields its columns cannot have.
    questions: Callable[[Settings], Sequence[Question]] = lambda _settings: ()
    left_out: Callable[[Settings], frozenset[str]] = lambda _settings: frozenset()
    # What a loaded import leaves to do, None for nothing.
    follow_up: Callable[[int, Any], FollowUp | None] = lambda _batch_id, _viewer: None
    # The reader looks up encrypted numbers: its process gets the key of look-ups, no other.
    looks_up_numbers: bool = False
    # The place in the list of what can be imported; an address without a noun means the first.
    order: int = 50


def noun_of(batch: ImportBatch) -> SheetNoun:
    """Return the noun of an import. Raises NotFoundError for one no feature declares."""
    return named(batch.noun)


def named(key: str) -> SheetNoun:
    """Return one noun by its key. Raises NotFoundError."""
    noun: SheetNoun = installed().sheet(key)
    return noun


def nouns_of(role: Role) -> tuple[SheetNoun, ...]:
    """Return the nouns a role may import, in the order of the list."""
    own = (noun for noun in installed().sheets if role in noun.roles)
    return tuple(sorted(own, key=lambda noun: noun.order))
