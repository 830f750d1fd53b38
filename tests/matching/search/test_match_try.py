"""flask matching try."""

import pytest

from tests.matching.cast import a_truck_vacancy


@pytest.fixture
def run(app):
    def command(*arguments):
        return app.test_cli_runner().invoke(args=["matching", *map(str, arguments)])

    return command


@pytest.fixture
def vacancies(app):
    guard = {"title": "保安员", "occupation_code": "4-07-05-01", "credentials": []}
    texts = {"duties": "门岗值班、小区巡逻", "requirements": "责任心强"}
    return [a_truck_vacancy(**guard, **texts), a_truck_vacancy(requirements="持A2驾照")]


def test_try_ranks_a_driving_vacancy_first_for_a_drivers_words(run, vacancies):
    result = run("try", "在部队开了8年大货车，有A2驾照，想找开货车的工作")

    assert result.exit_code == 0
    assert result.output.index("货车驾驶员") < result.output.index("保安员")


def test_try_ranks_a_guards_vacancy_first_for_a_guards_words(run, vacancies):
    result = run("try", "做过两年保安，会巡逻值班")

    assert result.exit_code == 0
    assert "货车驾驶员" not in result.output.partition("保安员")[0]
