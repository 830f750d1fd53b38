"""The fields of a line of a fair's roster: headings from the reviewed table."""

from pathlib import Path

from sheets.columns import FieldSet, fields_in

FIELDS = FieldSet(
    fields_in(Path(__file__).with_name("data") / "fields.csv"), required=("name",), leading="name"
)
