"""Files to save: media type and name."""

import pytest
from flask import Flask

from core.downloads import CSV, XLSX, download


@pytest.fixture(autouse=True)
def request_of_a_page():
    """A file is noted as an export of the request that asks for it."""
    with Flask(__name__).test_request_context():
        yield


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("people.xlsx", 'attachment; filename="people.xlsx"'),
        ("名单.xlsx", "attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95.xlsx"),
    ],
)
def test_a_name_is_written_as_browsers_read_it(name, written):
    assert download(b"x", name).headers["Content-Disposition"] == written


def test_the_media_type_is_a_workbook_unless_stated():
    assert download(b"x", "a.xlsx").mimetype == XLSX
    assert download("x", "a.csv", CSV).content_type == CSV
