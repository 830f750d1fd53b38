"""An index on disk gives the results of the one in memory, also after later changes."""

from dataclasses import replace
from mmap import mmap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexicon.tables import load_lexicon
from matching.engine import snapshot
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.ranking import Ranker
from matching.engine.records import Demand, VacancyDoc
from tests.matching.engine.engine_records import vacancies, veterans

LANGUAGE = Language(load_lexicon())
FEW = settings(max_examples=40, deadline=None)
VACANCY = VacancyDoc(
    id=1,
    title="货车司机",
    duties="驾驶、修车、值班",
    requirements="A2 驾照",
    occupation_code="4-02-02-02",
    place_code="340321100",
    demand=Demand(credentials=("drive_a2",), years=2),
    pay_min=6000,
)
lodgings = vacancies(min_size=1)


def fitted(vacancies):
    return VacancyIndex(language=LANGUAGE).fit(vacancies)


def owner_of(array):
    """Return the object that owns an array's memory."""
    while getattr(array, "base", None) is not None:
        array = array.base
    return array.obj if isinstance(array, memoryview) else array


def ranked_by(index, veteran, k=50):
    return Ranker(index).rank(veteran, k=k)


def kept(index, folder, **keys):
    snapshot.save(index, folder / "one", keys=keys)
    return snapshot.load(folder / "one", LANGUAGE)


@FEW
@given(vacancies=lodgings, veteran=veterans)
def test_a_loaded_index_gives_the_same_results(tmp_path_factory, vacancies, veteran):
    index, _ = kept(fitted(vacancies), tmp_path_factory.mktemp("index"))

    assert ranked_by(index, veteran) == ranked_by(fitted(vacancies), veteran)
    assert len(index) == len(vacancies)
    assert list(index.vacancies_) == sorted(vacancies, key=lambda vacancy: vacancy.id)


def test_the_callers_own_arrays_come_back_and_nothing_is_loaded_into_memory(tmp_path):
    vacancies = [replace(VACANCY, id=number) for number in range(1, 4)]

    index, own = kept(fitted(vacancies), tmp_path, result=np.array([7, 8, 9]))

    assert own["result"].tolist() == [7, 8, 9]
    assert isinstance(owner_of(index.text_.views_["word"].shares_.data), mmap)
    assert isinstance(owner_of(index.columns_.pay_min), mmap)


@FEW
@given(vacancies=lodgings, veteran=veterans, data=st.data())
def test_an_updated_index_gives_the_present_vacancies(vacancies, veteran, data):
    """Vacancies are added, changed and removed at once; the others keep their scores."""
    base = fitted(vacancies)
    ids = [vacancy.id for vacancy in vacancies]
    removed = data.draw(st.sets(st.sampled_from(ids)))
    changed = data.draw(st.sets(st.sampled_from(ids)))
    news = [
        replace(vacancy, title="叉车工", pay_min=9000)
        for vacancy in vacancies
        if vacancy.id in changed
    ]
    news.append(replace(VACANCY, id=max(ids) + 1))

    index = base.with_appended(news, removed=removed - changed)

    shown = {one.vacancy_id: one for one in ranked_by(index, veteran)}
    before = {one.vacancy_id: one for one in ranked_by(base, veteran)}
    alone = {
        one.vacancy_id: one for one in ranked_by(base.with_appended(news, removed=ids), veteran)
    }
    stay = set(ids) - removed - changed
    assert shown == {i: one for i, one in before.items() if i in stay} | {
        i: one for i, one in alone.items() if i in {vacancy.id for vacancy in news}
    }
    assert set(index.row_) == stay | {vacancy.id for vacancy in news}
    assert len(index) == len(index.row_)
    assert all(index.vacancies_[row].id == vacancy_id for vacancy_id, row in index.row_.items())


@FEW
@given(vacancies=lodgings, veteran=veterans)
def test_equals_are_by_id_wherever_their_rows_are(vacancies, veteran):
    base = fitted(vacancies)
    index = base.with_appended(
        [replace(vacancy) for vacancy in vacancies[:2]]
    )  # the same again, appended

    assert [one.vacancy_id for one in ranked_by(index, veteran)] == [
        one.vacancy_id for one in ranked_by(base, veteran)
    ]


def test_an_updated_index_takes_single_vacancies_and_finds_near_misses(tmp_path):
    base, _ = kept(fitted([VACANCY, replace(VACANCY, id=2)]), tmp_path)
    index = base.with_appended([replace(VACANCY, id=3, title="焊工")], removed=[2])

    part = index.take([1, 3])

    assert [vacancy.title for vacancy in part.vacancies_] == [VACANCY.title, "焊工"]
    with pytest.raises(KeyError):
        index.take([2])


def test_two_changes_of_one_vacancy_are_refused():
    with pytest.raises(ValueError, match="same id"):
        fitted([VACANCY]).with_appended([VACANCY, VACANCY])


@pytest.mark.parametrize("lost", ["index.json", "word.data.npy", "vacancies.at.npy"])
def test_an_incomplete_index_is_refused(tmp_path, lost):
    snapshot.save(fitted([VACANCY]), tmp_path / "one", keys={})
    (tmp_path / "one" / lost).unlink()

    with pytest.raises(snapshot.SnapshotError):
        snapshot.load(tmp_path / "one", LANGUAGE)


def test_an_index_of_another_format_is_refused(tmp_path, monkeypatch):
    snapshot.save(fitted([VACANCY]), tmp_path / "one", keys={})
    monkeypatch.setattr(snapshot, "FORMAT", snapshot.FORMAT + 1)

    with pytest.raises(snapshot.SnapshotError):
        snapshot.load(tmp_path / "one", LANGUAGE)


def test_an_index_with_appended_vacancies_is_not_saved(tmp_path):
    with pytest.raises(TypeError):
        snapshot.save(fitted([VACANCY]).with_appended([]), tmp_path / "one", keys={})
