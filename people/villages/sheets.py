"""The bureau's list of villages read from a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import DomainError, Refusals
from people.villages.rules import check_code, check_name
from sheets.columns import Field, FieldSet
from sheets.listing import read_listing
from sheets.uploads import Upload

FIELDS = FieldSet(
    (
        Field("code", "代码", ("区划代码", "统计用区划代码")),
        Field("name", "名称", ("村名", "村、社区名称")),
    ),
    required=("code", "name"),
    is_exact=True,
)


@dataclass(frozen=True)
class VillageList:
    """The names of the villages of a sheet by code, and headings that were not used."""

    names: dict[str, str]
    unused: tuple[str, ...]


def villages_in(upload: Upload) -> VillageList:
    """Return the villages of a sheet.

    Raises one DomainError with every faulty line, so that they are mended in one round.
    """
    listing = read_listing(upload, FIELDS)
    wanted: dict[str, str] = {}
    refusals = Refusals()
    for row in listing.rows:
        written = listing.text(row, "code"), listing.text(row, "name")
        for message in _faults(*written, wanted):
            refusals.add(f"第 {row.number} 行：{message}", field="file")
    if not wanted:
        refusals.add("表里没有村、社区。", field="file")
    refusals.raise_if_any()
    return VillageList(wanted, listing.unused)


def _faults(code: str, name: str, wanted: dict[str, str]) -> Iterator[str]:
    """Add the village of a row to those wanted, or yield what is wrong with it."""
    fault = False
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
