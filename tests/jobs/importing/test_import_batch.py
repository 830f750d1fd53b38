"""Vacancies and employers refer to the import they came with."""

import pytest

from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy


@pytest.mark.parametrize("table", [Vacancy.__table__, Employer.__table__])
def test_the_row_of_an_import_refers_to_it(table):
    keys = table.c.import_batch_id.foreign_keys

    assert {key.target_fullname for key in keys} == {"import_batch.id"}
    assert {key.constraint.name for key in keys} == {
        f"fk_{table.name}_import_batch_id_import_batch"
    }
