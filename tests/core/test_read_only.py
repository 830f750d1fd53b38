"""A child process that only reads the database cannot write to it."""

import subprocess
import sys

import pytest
from sqlalchemy import text

from core import read_only
from core.config import ROOT
from core.db import db

READER = """
import sys
from sqlalchemy import text
from core.db import db
from core.read_only import reading
with reading(sys.stdin.readline().strip()):
    print(db.session.execute(text("SELECT count(*) FROM audit_head")).scalar_one())
    db.session.rollback()
    try:
        db.session.execute(text(sys.stdin.readline()))
        db.session.commit()
    except Exception as error:
        print(error.orig)
"""


def run(statement: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READER],
        input=f"{read_only.address()}\n{statement}\n",
        capture_output=True,
        cwd=ROOT,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_a_reader_reads(app):
    assert run("SELECT 1") == ["1"]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_head", "CREATE TABLE surplus (id INTEGER)"]
)
def test_a_reader_cannot_write(app, statement):
    """The control: the same statement changes the rows of an ordinary connection."""
    count, refusal = run(statement)

    assert count == "1"
    assert "readonly" in refusal or "read-only" in refusal
    with db.engine.connect() as connection:
        connection.execute(text(statement))
        connection.rollback()


def test_the_address_holds_what_a_process_needs(app):
    assert read_only.address().startswith(("sqlite:///", "postgresql+psycopg://"))
    assert "***" not in read_only.address()
