"""The workbook to fill in, made from samples of a noun's fields."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from sheets.columns import FieldSet
from sheets.writing import Column, Kind, Note, write_sheet

EXAMPLE = "（示例，请删除本行）"  # marks the row that shows how to fill in the others


@dataclass(frozen=True)
class Sample:
    """The column of a field in the workbook. `is_id`: long digits, kept as text."""

    heading: str
    width: int
    example: str = ""
    choices: tuple[str, ...] = ()
    is_id: bool = False


@dataclass(frozen=True)
class Template:
    """The workbook: its columns by field, in their order, and its explanation."""

    file_name: str
    title: str
    samples: Mapping[str, Sample]
    notes: tuple[Note, ...] = ()

    def build(self, fields: FieldSet, *, left_out: Set[str] = frozenset()) -> bytes:
        """Return the workbook: text columns, drop-down lists, an example, an explanation."""
        shown = {key: sample for key, sample in self.samples.items() if key not in left_out}
        fixes = [(one.heading, fields.by_key[key].fix) for key, one in shown.items()]
        return write_sheet(
            [_column(sample) for sample in shown.values()],
            [[sample.example for sample in shown.values()]],
            title=self.title,
            notes=[*self.notes, *(Note(heading, fix) for heading, fix in fixes if fix)],
        )


def _column(sample: Sample) -> Column:
    kind = Kind.ID if sample.is_id else Kind.TEXT
    return Column(sample.heading, sample.width, kind, sample.choices)
