"""The index of open vacancies: texts by field, facts as columns. Immutable once fitted."""

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

import numpy as np

from matching.engine.bm25 import Field, Ints
from matching.engine.columns import VacancyColumns, read_columns
from matching.engine.estimator import Estimator
from matching.engine.language import Language
from matching.engine.records import VacancyDoc
from matching.engine.text_index import TextIndex
from matching.engine.weights import PRIOR

VACANCY_FIELDS = {
    "title": Field(3.0, b=0.4),
    "duties": Field(1.0, b=0.75),
    "requirements": Field(1.0, b=0.75),
}


VACANCY_K1 = 1.2  # a word repeated in a vacancy adds little


class VacancyIndex(Estimator):
    """Index vacancies for ranking.

    Ranking uses text shares, columns and single vacancies only, so the storage behind them (a
    compiled kernel, a memory-mapped snapshot) may change without it.

    Parameters
    ----------
    language : Language
        The lexicon and the segmenter, shared with the profiles ranked against the index.
    points : mapping of str to float, optional
        The most points each dimension gives, >= 0 and 100 in all.

    Attributes
    ----------
    vacancies_ : sequence of VacancyDoc
        The vacancies by id, followed by those appended later; row numbers elsewhere refer to this
        order.
    row_ : mapping of int to int
        The row of each open vacancy by its id.
    columns_ : VacancyColumns
        Their facts.
    text_ : TextIndex
        Their texts.
    """

    def __init__(self, *, language: Language, points: Mapping[str, float] = PRIOR) -> None:
        self.language = language
        self.points = points

    def fit(self, vacancies: Sequence[VacancyDoc], y: None = None) -> Self:
        """Index the vacancies; their order does not matter.

        Raises
        ------
        ValueError
            If two vacancies have one id.
        """
        self.vacancies_: Sequence[VacancyDoc] = tuple(
            sorted(vacancies, key=lambda vacancy: vacancy.id)
        )
        self.row_: Mapping[int, int] = {
            vacancy.id: row for row, vacancy in enumerate(self.vacancies_)
        }
        if len(self.row_) < len(self.vacancies_):
            raise ValueError("two vacancies have the same id")
        self.columns_: VacancyColumns = read_columns(self.vacancies_, self.language)
        self.text_ = TextIndex(
            analyzer=self.language.analyzer, fields=VACANCY_FIELDS, k1=VACANCY_K1
        ).fit(_texts(self.vacancies_))
        return self

    def with_appended(
        self, changed: Iterable[VacancyDoc], *, removed: Collection[int] = ()
    ) -> Self:
        """Return an index with some vacancies added or replaced, and some removed.

        Terms keep the weights of the last fit, so unchanged vacancies keep their scores; the next
        fit renews the weights. Only the columns are copied.

        Raises
        ------
        ValueError
            If two changed vacancies have one id.
        """
        self._check_fitted()
        news = sorted(changed, key=lambda vacancy: vacancy.id)
        behind = len(self.vacancies_)
        moved = {vacancy.id: behind + place for place, vacancy in enumerate(news)}
        if len(moved) < len(news):
            raise ValueError("two vacancies have the same id")
        left = [self.row_[one] for one in {*removed, *moved} if one in self.row_]
        index = type(self)(language=self.language, points=self.points)
        index.vacancies_ = ConcatenatedDocs(self.vacancies_, news)
        index.row_ = RowOverlay(self.row_, moved, frozenset(removed))
        index.columns_ = self.columns_.followed_by(
            read_columns(news, self.language), removed=np.array(left, dtype=np.intp)
        )
        index.text_ = self.text_.with_appended(_texts(news))
        return index

    def with_points(self, points: Mapping[str, float]) -> Self:
        """Return the same index with other points for the dimensions; everything else is shared."""
        index = copy.copy(self)
        index.points = points
        return index

    def with_language(self, language: Language) -> Self:
        """Return the same index read with another language of the same words; all else shared."""
        index = copy.copy(self)
        index.language = language
        return index

    def recast(self, *, language: Language, points: Mapping[str, float]) -> Self:
        """Return an index of the same open vacancies with other confirmed titles and other points.

        Texts are shared; the columns are read again.
        """
        self._check_fitted()
        index = self.with_language(language).with_points(points)
        columns = read_columns(list(self.vacancies_), language)
        index.columns_ = replace(columns, is_open=self.columns_.is_open)
        return index

    def take(self, vacancy_ids: Sequence[int]) -> Self:
        """Return an index of some vacancies only, with the same scores as here.

        Raises KeyError for an id that is not indexed.
        """
        self._check_fitted()
        rows: Ints = np.array(
            sorted(self.row_[vacancy_id] for vacancy_id in vacancy_ids), dtype=np.intp
        )
        part = type(self)(language=self.language, points=self.points)
        part.vacancies_ = tuple(self.vacancies_[row] for row in rows)
        part.row_ = {vacancy.id: row for row, vacancy in enumerate(part.vacancies_)}
        part.columns_ = self.columns_.take(rows)
        part.text_ = self.text_.take(rows)
        return part

    def __len__(self) -> int:
        """Return the number of open vacancies."""
        self._check_fitted()
        return len(self.row_)


class ConcatenatedDocs(Sequence[VacancyDoc]):
    """The vacancies of an index followed by those appended."""

    def __init__(self, first: Sequence[VacancyDoc], second: Sequence[VacancyDoc]) -> None:
        self._first, self._second = first, second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def __getitem__(self, row: Any) -> Any:
        behind = len(self._first)
        return self._first[row] if row < behind else self._second[row - behind]


class RowOverlay(Mapping[int, int]):
    """Rows by vacancy id, some of them moved and some removed."""

    def __init__(
        self, first: Mapping[int, int], moved: Mapping[int, int], removed: frozenset[int]
    ) -> None:
        self._first, self._moved, self._removed = first, moved, removed - moved.keys()
        self._hidden = self._removed | moved.keys()
        hidden = sum(one in first for one in self._hidden)
        self._length = len(first) - hidden + len(moved)

    def __getitem__(self, vacancy_id: int) -> int:
        if vacancy_id in self._moved:
            return self._moved[vacancy_id]
        if vacancy_id in self._removed:
            raise KeyError(vacancy_id)
        return self._first[vacancy_id]

    def __iter__(self) -> Iterator[int]:
        yield from (one for one in self._first if one not in self._hidden)
        yield from self._moved

    def __len__(self) -> int:
        return self._length


def _texts(vacancies: Iterable[VacancyDoc]) -> Iterator[dict[str, str]]:
    return ({name: getattr(vacancy, name) for name in VACANCY_FIELDS} for vacancy in vacancies)
