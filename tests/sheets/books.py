"""A noun of the tests, books in memory: all that a noun declares to be importable."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from core.access import OFFICERS
from core.features import EXTENSION, Feature, FeatureSet
from sheets.models import ImportBatch
from sheets.nouns import (
    Loaded,
    NumberQuestion,
    OnProgress,
    Opening,
    Outcome,
    SheetNoun,
    Touched,
    Undoing,
    Words,
)
from sheets.plan import Plan
from sheets.staging import staged_lines
from sheets.template import Sample, Template
from tests.sheets.book_reader import FIELDS, BookReader
from tests.support.databases import FEATURES

SHELF: dict[int, list[str]] = {}  # the titles of each import
LENT: set[str] = set()


class BookLoader:
    """Keeps the titles of an import."""

    def __init__(self, staged: Path, _plan: Plan, on_progress: OnProgress) -> None:
        self.titles = [line.strip() for line in staged_lines(staged)]
        self.on_progress = on_progress

    def load(self, batch: ImportBatch) -> Loaded:
        SHELF[batch.id] = self.titles
        self.on_progress(len(self.titles))
        return Loaded(len(self.titles), {"books": len(self.titles)})


def undoing(batch_id: int) -> Undoing:
    numbered = list(enumerate(SHELF.get(batch_id, []), start=1))
    touched = [Touched(number, title, "借出") for number, title in numbered if title in LENT]
    return Undoing([number for number, title in numbered if title not in LENT], touched)


def remove(batch_id: int, free: list[int]) -> dict[str, int]:
    kept = [title for number, title in enumerate(SHELF[batch_id], 1) if number not in free]
    SHELF[batch_id] = kept
    return {"shelves": 0}


BOOKS = SheetNoun(
    key="books",
    words=Words(
        thing="图书",
        counter="本",
        invitation="手上有书单，可以一次导进来。",
        advice="一行一本书。",
        source_hint="书单从哪来。",
        skipping="已有的跳过",
        removed_too="和只因这次导入才有的书架",
        by_hand="下架",
    ),
    roles=OFFICERS,
    fields=FIELDS,
    outcomes=(Outcome("new", "新书", "新书", note="第一次来"),),
    template=Template("图书模板.xlsx", "图书", {"title": Sample("书名（必填）", 20, "红楼梦")}),
    opening=lambda _viewer: Opening({"shelf": 3}),
    questions=lambda _settings: (
        NumberQuestion("shelf", "放哪一架", "从门口数。", unit="架", most=9, missing="请填架号。"),
    ),
    reader=BookReader,
    loader=BookLoader,
    undoing=undoing,
    remove=remove,
    list_page="imports.index",
    row_page=("vacancies.detail", "vacancy_id"),
)


@contextmanager
def with_books(app: Flask, noun: SheetNoun = BOOKS) -> Iterator[None]:
    """Declare the noun in a feature of its own while the block runs."""
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = FeatureSet([*FEATURES, Feature("books", sheets=(noun,))])
    try:
        yield
    finally:
        app.extensions[EXTENSION] = before
        SHELF.clear()
        LENT.clear()
