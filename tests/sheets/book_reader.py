"""The reader of the noun of the tests, apart from it: a child process imports no more than this."""

from sheets.cells import RowCells, RowRefusedError
from sheets.columns import ContentTest, Field, FieldSet
from sheets.nouns import REPEATED, Taken
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Problem

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
