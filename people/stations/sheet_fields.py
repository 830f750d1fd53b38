"""The fields of a station and its staff in a sheet: headings from the reviewed table."""

from pathlib import Path

from sheets.columns import FieldSet, fields_in

# No column is required: a station without a name is named after its township.
FIELDS = FieldSet(fields_in(Path(__file__).with_name("data") / "fields.csv"), leading="name")
