"""A noun of the tests, books in memory: all that a noun declares to be importable."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import true

from core.access import OFFICERS
from core.features import EXTENSION, Feature, FeatureSet
from sheets.cells import RowCells, RowRefusedError
from sheets.columns import ContentTest, Field, FieldSet
from sheets.models import ImportBatch
from sheets.nouns import (
    REPEATED,
    Loaded,
    NumberQuestion,
    OnProgress,
    Opening,
    Outcome,
    SheetNoun,
    Taken,
    Touched,
    Undoing,
    Words,
)
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Problem
from sheets.staging import staged_lines
from sheets.template import Sample, Template
from tests.support.databases import FEATURES

SHELF: dict[int, list[str]] = {}  # the titles of each import
LENT: set[str] = set()

FIELDS = FieldSet(
    (
        Field("title", "书名", ("名称", "书籍名称"), "照封面写。"),
        Field("copies", "册数", ("数量",), "只写数字。"),
        Field("span", "起止"),
        Field("start", "起"),
        Field("end", "止"),
    ),
    required=("title",),
    contents=(ContentTest("copies", str.isdecimal),),
    leading="title",
    in_parts={"span": frozenset({"start", "end"})},
)


class BookReader:
    """Refuses books without a title or with a number that is none."""

    def __init__(self, plan: Plan, source: str) -> None:
        self.plan = plan
        self.source = source
        self.seen: set[str] = set()

    def take(self, row: Row) -> Taken:
        problems: list[Problem] = []
        cells = RowCells(self.plan, FIELDS, row, problems)
        try:
            return self._taken(cells, problems)
        except RowRefusedError:
            return Taken(problems=problems)

    def _taken(self, cells: RowCells, problems: list[Problem]) -> Taken:
        if cells.is_no_data():
            return Taken()
        title = cells.fitting("title", 10)
        if not title:
            cells.refuse("title", "没有写书名。")
        if cells.get("copies") and not cells.get("copies").isdecimal():
            cells.note("copies", "册数看不懂。")
        if title in self.seen:
            return Taken(REPEATED)
        self.seen.add(title)
        return Taken("new", title, problems)


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
    visible=lambda _viewer: true(),
    opening=lambda _viewer: Opening({"shelf": 3}),
    questions=lambda _settings: (
        NumberQuestion("shelf", "放哪一架", "从门口数。", unit="架", most=9, missing="请填架号。"),
    ),
    left_out=lambda _settings: frozenset(),
    reader=BookReader,
    loader=BookLoader,
    undoing=undoing,
    remove=remove,
    list_page="imports.index",
    row_page=("vacancies.detail", "vacancy_id"),
)


@contextmanager
def with_books(app: Flask) -> Iterator[None]:
    """Declare the noun in a feature of its own while the block runs."""
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = FeatureSet([*FEATURES, Feature("books", sheets=(BOOKS,))])
    try:
        yield
    finally:
        app.extensions[EXTENSION] = before
        SHELF.clear()
        LENT.clear()
