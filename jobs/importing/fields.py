"""The fields of a vacancy in a sheet: headings from the reviewed table, tests."""

from pathlib import Path

from jobs.importing.contents import CONTENTS
from sheets.columns import FieldSet, fields_in

FIELDS = FieldSet(
    fields_in(Path(__file__).with_name("data") / "fields.csv"),
    required=("title",),
    contents=CONTENTS,
    leading="title",
    in_parts={"pay": frozenset({"pay_min", "pay_max"})},
)
