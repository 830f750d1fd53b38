"""Sheets for tests of imports, the steps from a file to its vacancies, and an import."""

import io
import threading
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select

from core.db import db
from jobs.vacancies.models import Vacancy
from sheets.models import ImportBatch, ImportStatus
from sheets.plan import Plan
from sheets.staging import Site
from tests.support.pages import CheckedClient
from tests.support.rows import save

GUARDED = frozenset({"batch_id"})
HEAD = "岗位名称,单位名称,招聘人数,工作地点,薪资,学历,任职要求,工作内容"
GOOD = (
    "货车司机,怀远县顺达物流有限公司,3,怀远县榴城镇,6-8千,初中,持B2驾照,驾驶货车送货",
    "保安员,怀远县安居物业有限公司,5,怀远县常坟镇,3500-4000元,不限,身体健康,巡逻和登记",
    "电焊工,怀远县顺达物流有限公司,2,合肥市,200元/天,不限,持焊工证,焊接车厢",
)


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make an import of the employer that was loaded."""
    batch = save(
        ImportBatch(
            noun="vacancies",
            file_name="岗位.csv",
            file_hash=f"{ids['employer_id']:064d}",
            mapping=Plan(_stored_sheet(), settings={"employer_id": ids["employer_id"]}).dumps(),
            status=ImportStatus.LOADED,
            by_id=ids["employer_account_id"],
        )
    )
    return {"batch_id": batch.id}


def _stored_sheet() -> str:
    data = "岗位名称,招聘人数,工作地点\n保安,2,榴城镇\n"
    return site_of(current_app).uploads.keep(data.encode())


def site_of(app: Flask) -> Site:
    """Return what runs need of an application."""
    return Site(Path(app.instance_path))


def sheet(*lines: str, head: str = HEAD) -> bytes:
    """Return lines of CSV below a heading as a file."""
    return "\n".join([head, *(lines or GOOD)]).encode()


def upload(client: CheckedClient, data: bytes, name: str = "春季招聘会.csv", **more: str) -> Any:
    """Upload a file and return the response."""
    form = {"file": (io.BytesIO(data), name), **more}
    return client.post("/imports/new", data=form, content_type="multipart/form-data")


def newest() -> ImportBatch:
    """Return the newest import, read with a new session."""
    settle()
    db.session.rollback()
    batch = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()
    assert batch is not None
    return batch


def choose(client: CheckedClient, batch: ImportBatch, **changes: str) -> Any:
    """Send the columns as guessed, with changes; this starts the dry run."""
    plan = batch.plan
    form = {f"column_{i}": plan.columns.get(i, "") for i in range(len(plan.headings))}
    form |= {"source": "春季招聘会", "employer": "", "valid_days": "30"}
    answer = client.post(f"/imports/{batch.id}/columns", data=form | changes)
    settle()
    return answer


def bring_in(client: CheckedClient, data: bytes, **more: str) -> ImportBatch:
    """Import a file: upload, columns, dry run, load."""
    assert upload(client, data, **more).status_code == 302
    batch = newest()
    assert choose(client, batch).status_code == 302
    assert client.post(f"/imports/{batch.id}/load").status_code == 302
    return newest()


def settle() -> None:
    """Wait for runs in the background."""
    for thread in threading.enumerate():
        if thread.name.startswith("import-"):
            thread.join()


def count_vacancies() -> int:
    """Return the number of all vacancies."""
    db.session.rollback()
    return db.session.scalar(select(func.count(Vacancy.id))) or 0
