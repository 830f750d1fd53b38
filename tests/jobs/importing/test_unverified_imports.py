"""The migration that takes verifications back which only a sheet gave."""

from datetime import timedelta
from pathlib import Path

from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from core import clock
from core.config import ROOT
from core.db import db
from jobs.employers.models import Employer, EmployerStatus
from sheets.models import ImportBatch, ImportStatus
from tests.jobs.employers.world import make_employer
from tests.support.rows import save


def revision_before() -> str:
    scripts = ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    (own,) = (one for one in scripts if Path(one.path).stem.endswith("unverified_imports"))
    return str(own.down_revision)


def test_only_employers_that_a_sheet_verified_wait_again(app):
    values = {"file_name": "表.xlsx", "file_hash": "0" * 64, "mapping": "{}"}
    batch = save(ImportBatch(noun="vacancies", status=ImportStatus.LOADED, **values))
    now = clock.now()
    by_sheet = {
        "import_batch_id": batch.id,
        "code_note": "随批次导入，来源：春季招聘会",
        "created_at": now,
    }
    only_sheet = make_employer(**by_sheet, verified_at=now).id
    seen_since = make_employer(**by_sheet, verified_at=now + timedelta(hours=1)).id
    registered = make_employer().id
    db.session.remove()

    downgrade(revision=revision_before())
    db.session.remove()
    upgrade()

    status = {one.id: one.status for one in db.session.query(Employer)}
    assert status == {
        only_sheet: EmployerStatus.PENDING,
        seen_since: EmployerStatus.VERIFIED,
        registered: EmployerStatus.VERIFIED,
    }
    assert db.session.get_one(Employer, only_sheet).verified_until is None
