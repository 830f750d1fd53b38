"""The bureau's list of villages read from a sheet, and the people of a village as a workbook."""

from collections.abc import Iterator, Sequence

from core import filters
from core.errors import DomainError, Refusals
from people.veterans.models import Veteran
from people.villages.models import Village
from people.villages.rules import check_code, check_name
from sheets import Column, Kind, Note, Row, read_rows, write_sheet
from sheets.uploads import Upload

CODE, NAME = "代码", "名称"
NO_HEADING = f"没有找到列名。第一行要写：{CODE}、{NAME}。"
COLUMNS = (
    Column("姓名", 10),
    Column("手机号", 14, Kind.ID),
    Column("退役日期", 14),
    Column("就业状态", 12),
)
SECRECY = Note("保密", "本表含个人信息，号码已打码，只用于导出时写明的用途，用完删除。")


def villages_in(upload: Upload) -> dict[str, str]:
    """Return the names of the villages of a sheet by code.

    Raises one DomainError with every faulty line, so that they are mended in one round.
    """
    rows = read_rows(upload)
    code_at, name_at = _places(next(rows, None))
    wanted: dict[str, str] = {}
    refusals = Refusals()
    for row in rows:
        for message in _faults(row, code_at, name_at, wanted):
            refusals.add(f"第 {row.number} 行：{message}", field="file")
    if not wanted:
        refusals.add("表里没有村、社区。", field="file")
    refusals.raise_if_any()
    return wanted


def _places(heading: Row | None) -> tuple[int, int]:
    cells = heading.cells if heading else ()
    if CODE not in cells or NAME not in cells:
        raise DomainError(NO_HEADING, field="file")
    return cells.index(CODE), cells.index(NAME)


def _faults(row: Row, code_at: int, name_at: int, wanted: dict[str, str]) -> Iterator[str]:
    """Add the village of a row to those wanted, or yield what is wrong with it."""
    code, name, fault = _cell(row, code_at), _cell(row, name_at), False
    for check, text in ((check_code, code), (check_name, name)):
        try:
            check(text)
        except DomainError as error:
            fault = True
            yield error.message
    if fault:
        return
    code, name = check_code(code), check_name(name)
    if code in wanted:
        yield f"代码 {code} 在前面已经有了。"
    elif any(other[:9] == code[:9] and known == name for other, known in wanted.items()):
        yield f"同一个乡镇里“{name}”在前面已经有了。"
    else:
        wanted[code] = name


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def people_sheet(village: Village, people: Sequence[Veteran]) -> bytes:
    """Return the workbook of the people of a village, numbers masked."""
    return write_sheet(COLUMNS, map(_line, people), title=village.name, notes=[SECRECY])


def _line(veteran: Veteran) -> list[str]:
    return [
        veteran.name,
        filters.mask_phone(veteran.phone),
        filters.day(veteran.retired_on),
        veteran.employment_status.label,
    ]
