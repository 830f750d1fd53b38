"""An index on disk answers as the one in memory; one mended by changes as if nothing else moved."""

from dataclasses import replace
from mmap import mmap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexicon.tables import load_lexicon
from matching.engine import snapshot
from matching.engine.index import JobIndex
from matching.engine.language import Language
from matching.engine.ranking import Ranker
from matching.engine.records import Demand, JobDoc
from tests.property.engine_records import posts, veterans

LANGUAGE = Language(load_lexicon())
FEW = settings(max_examples=40, deadline=None)
JOB = JobDoc(
    id=1,
    title="货车司机",
    duties="驾驶、修车、值班",
    requirements="A2 驾照",
    occupation_code="4-02-02-02",
    place_code="340321100",
    demand=Demand(credentials=("drive_a2",), years=2),
    pay_min=6000,
)
boards = posts(min_size=1)


def fitted(jobs):
    return JobIndex(language=LANGUAGE).fit(jobs)


def owner_of(array):
    """Return what holds an array's memory."""
    while getattr(array, "base", None) is not None:
        array = array.base
    return array.obj if isinstance(array, memoryview) else array


def told(index, veteran, k=50):
    return Ranker(index).rank(veteran, k=k)


def kept(index, folder, **keys):
    snapshot.save(index, folder / "one", keys=keys)
    return snapshot.load(folder / "one", LANGUAGE)


@FEW
@given(jobs=boards, veteran=veterans)
def test_what_is_loaded_answers_word_for_word(tmp_path_factory, jobs, veteran):
    index, _ = kept(fitted(jobs), tmp_path_factory.mktemp("index"))

    assert told(index, veteran) == told(fitted(jobs), veteran)
    assert len(index) == len(jobs)
    assert list(index.jobs_) == sorted(jobs, key=lambda job: job.id)


def test_the_callers_own_arrays_come_back_and_nothing_is_loaded_into_memory(tmp_path):
    jobs = [replace(JOB, id=number) for number in range(1, 4)]

    index, own = kept(fitted(jobs), tmp_path, state=np.array([7, 8, 9]))

    assert own["state"].tolist() == [7, 8, 9]
    assert isinstance(owner_of(index.text_.views_["word"].shares_.data), mmap)
    assert isinstance(owner_of(index.columns_.pay_min), mmap)


@FEW
@given(jobs=boards, veteran=veterans, data=st.data())
def test_an_index_that_was_mended_shows_what_is_there_now(jobs, veteran, data):
    """New, changed and gone at once; those that stay earn what they earned."""
    base = fitted(jobs)
    ids = [job.id for job in jobs]
    gone = data.draw(st.sets(st.sampled_from(ids)))
    changed = data.draw(st.sets(st.sampled_from(ids)))
    news = [replace(job, title="叉车工", pay_min=9000) for job in jobs if job.id in changed]
    news.append(replace(JOB, id=max(ids) + 1))

    index = base.extended(news, gone=gone - changed)

    shown = {one.job_id: one for one in told(index, veteran)}
    before = {one.job_id: one for one in told(base, veteran)}
    alone = {one.job_id: one for one in told(base.extended(news, gone=ids), veteran)}
    stay = set(ids) - gone - changed
    assert shown == {i: one for i, one in before.items() if i in stay} | {
        i: one for i, one in alone.items() if i in {job.id for job in news}
    }
    assert set(index.row_) == stay | {job.id for job in news}
    assert len(index) == len(index.row_)
    assert all(index.jobs_[row].id == job_id for job_id, row in index.row_.items())


@FEW
@given(jobs=boards, veteran=veterans)
def test_equals_stand_by_id_wherever_their_rows_are(jobs, veteran):
    base = fitted(jobs)
    index = base.extended([replace(job) for job in jobs[:2]])  # the same again, behind

    assert [one.job_id for one in told(index, veteran)] == [
        one.job_id for one in told(base, veteran)
    ]


def test_a_mended_index_takes_single_posts_and_finds_near_misses_like_any(tmp_path):
    base, _ = kept(fitted([JOB, replace(JOB, id=2)]), tmp_path)
    index = base.extended([replace(JOB, id=3, title="焊工")], gone=[2])

    part = index.take([1, 3])

    assert [job.title for job in part.jobs_] == [JOB.title, "焊工"]
    with pytest.raises(KeyError):
        index.take([2])


def test_two_changes_of_one_post_are_refused():
    with pytest.raises(ValueError, match="same id"):
        fitted([JOB]).extended([JOB, JOB])


@pytest.mark.parametrize("lost", ["index.json", "word.data.npy", "jobs.at.npy"])
def test_half_an_index_is_none(tmp_path, lost):
    snapshot.save(fitted([JOB]), tmp_path / "one", keys={})
    (tmp_path / "one" / lost).unlink()

    with pytest.raises(snapshot.SnapshotError):
        snapshot.load(tmp_path / "one", LANGUAGE)


def test_an_index_of_another_format_is_none(tmp_path, monkeypatch):
    snapshot.save(fitted([JOB]), tmp_path / "one", keys={})
    monkeypatch.setattr(snapshot, "FORMAT", snapshot.FORMAT + 1)

    with pytest.raises(snapshot.SnapshotError):
        snapshot.load(tmp_path / "one", LANGUAGE)


def test_an_extended_index_is_not_kept(tmp_path):
    with pytest.raises(TypeError):
        snapshot.save(fitted([JOB]).extended([]), tmp_path / "one", keys={})
