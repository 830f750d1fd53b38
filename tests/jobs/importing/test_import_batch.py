"""An import keeps its plan, and vacancies keep the foreign key to their import."""

from jobs.vacancies.models import Vacancy
from sheets.models import ImportBatch
from sheets.plan import Counts, Plan


def test_a_plan_assigned_to_an_import_is_read_back():
    batch = ImportBatch(noun="vacancies", file_name="岗位.csv", file_hash="0" * 64)

    batch.plan = Plan("a" * 32, columns={0: "title"}, counts=Counts(read=3, staged={"publish": 2}))

    assert batch.plan == Plan(
        "a" * 32, columns={0: "title"}, counts=Counts(read=3, staged={"publish": 2})
    )


def test_a_plan_changed_and_not_assigned_back_is_not_kept():
    batch = ImportBatch(noun="vacancies", file_name="岗位.csv", file_hash="0" * 64)
    batch.plan = Plan("a" * 32)

    batch.plan.failure = "硬盘满了。"

    assert batch.plan.failure == ""


def test_the_column_of_a_vacancy_refers_to_an_import():
    keys = Vacancy.__table__.c.import_batch_id.foreign_keys

    assert {key.target_fullname for key in keys} == {"import_batch.id"}
    assert {key.constraint.name for key in keys} == {"fk_vacancy_import_batch_id_import_batch"}
