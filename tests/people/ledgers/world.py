"""Ledgers for tests, and the people in them."""

from pathlib import Path
from typing import Any

from flask import current_app

from people.ledgers.models import LedgerChange
from people.secrecy.personal_numbers import check_character
from sheets.models import ImportBatch, ImportStatus
from sheets.plan import Plan
from sheets.staging import Site
from tests.people.accounts.world import a_phone
from tests.support.rows import save, unique_number

GUARDED: frozenset[str] = frozenset()
HEAD = "姓名,身份证号码,联系电话,乡镇,退役时间,安置方式,文化程度,就业情况"


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make what a ledger changed in the veteran's profile."""
    batch = save(
        ImportBatch(
            noun="veterans",
            file_name="台账.csv",
            file_hash="0" * 64,
            mapping=Plan(_stored_sheet()).dumps(),
            status=ImportStatus.LOADED,
        )
    )
    before = '{"columns": {"major": ""}, "records": []}'
    save(
        LedgerChange(
            import_batch_id=batch.id, veteran_id=ids["veteran_id"], version=1, before=before
        )
    )
    return {}


def _stored_sheet() -> str:
    data = f"{HEAD}\n{line()}\n"
    return Site(Path(current_app.instance_path)).uploads.keep(data.encode())


def an_id_number(born: str = "19900501") -> str:
    """Return a valid identity number that is unique within the test."""
    first = f"340321{born}{unique_number() % 1000:03d}"
    return first + check_character(first + "0")


def line(name: str = "李大山", **cells: str) -> str:
    """Return one line below `HEAD`."""
    values = {
        "identity": an_id_number(),
        "phone": a_phone(),
        "township": "榴城",
        "retired": "2023.9.1",
        "mode": "自主就业",
        "schooling": "大专",
        "status": "未就业",
    }
    return ",".join([name, *(values | cells).values()])


def sheet(*lines: str, head: str = HEAD) -> bytes:
    """Return lines of CSV below a heading as a file."""
    return "\n".join([head, *lines]).encode()
