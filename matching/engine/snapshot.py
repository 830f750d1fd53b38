"""A fitted index as a folder of arrays that processes map into memory and share.

A folder is complete once its `index.json` is there: that is written last. A folder is never
changed; a newer index is another folder.
"""

import json
import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.engine.bm25 import FieldedBM25, Ints
from matching.engine.columns import Labels, VacancyColumns
from matching.engine.concepts import CodeTable
from matching.engine.index import VACANCY_FIELDS, VACANCY_K1, VacancyIndex
from matching.engine.language import Language
from matching.engine.records import Demand, Education, VacancyDoc
from matching.engine.text_index import TextIndex

FORMAT = 5  # increased whenever the files or their meaning change
HEAD = "index.json"
Arrays = dict[str, NDArray[Any]]


class SnapshotError(ValueError):
    """A folder has no complete index of this format and lexicon."""


def save(index: VacancyIndex, folder: Path, *, keys: Mapping[str, NDArray[Any]]) -> None:
    """Write a fitted index, made by `fit` and not appended to, into a new folder.

    `keys` are arrays of the caller, returned on loading.

    Raises FileExistsError if the folder is there.
    """
    folder.mkdir(mode=0o700, parents=True)
    arrays: Arrays = {f"key.{name}": array for name, array in keys.items()}
    head: dict[str, Any] = {"format": FORMAT, "stamp": stamp_of(index.language)}
    _write_columns(index.columns_, arrays, head)
    _write_texts(index.text_, arrays, head)
    arrays["vacancies"], arrays["vacancies.at"] = _blob(
        [_written(vacancy) for vacancy in index.vacancies_]
    )
    for name, array in arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, array)
            file.flush()
            os.fsync(file.fileno())
    with (folder / HEAD).open("w", encoding="utf-8") as file:
        json.dump(head, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def load(folder: Path, language: Language) -> tuple[VacancyIndex, dict[str, NDArray[Any]]]:
    """Return the index of a folder, its arrays mapped and shared, and the caller's own arrays.

    Raises
    ------
    SnapshotError
        If there is no complete index, or one of another format or lexicon.
    """
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        if head["format"] != FORMAT or head["stamp"] != stamp_of(language):
            raise SnapshotError("made by another version")
        names = [path.stem for path in folder.glob("*.npy")]
        arrays = {name: np.asarray(_mapped(folder / f"{name}.npy")) for name in names}
        index = VacancyIndex(language=language)
        index.columns_ = _columns(arrays, head)
        index.text_ = _texts(arrays, head, language)
        index.vacancies_ = StoredVacancies(arrays["vacancies"], arrays["vacancies.at"])
    except (OSError, KeyError, ValueError) as error:
        raise SnapshotError(f"no whole index in {folder.name}") from error
    index.row_ = SortedRows(index.columns_.vacancy_id)
    own = {name[4:]: array for name, array in arrays.items() if name.startswith("key.")}
    return index, own


def stamp_of(language: Language) -> str:
    """Return a short value that changes with the lexicon and places an index was made with."""
    lexicon = language.lexicon
    words = (*sorted(lexicon.user_words), "/", *sorted(lexicon.stop_words), "/")
    figures = (repr(VACANCY_FIELDS), repr(VACANCY_K1))
    parts = (*words, *figures, *(repr(one) for one in lexicon.occupations.values()))
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _mapped(path: Path) -> NDArray[Any]:
    """Return an array mapped into memory; an empty one is read."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r")
    except ValueError:
        array = np.load(path)
    return array


def _write_columns(columns: VacancyColumns, arrays: Arrays, head: dict[str, Any]) -> None:
    head["places"] = columns.places
    head["values"] = {}
    for column in fields(columns):
        value = getattr(columns, column.name)
        if isinstance(value, Labels):
            head["values"][column.name] = value.values
            _write_table(f"columns.{column.name}", value.table, arrays)
        elif isinstance(value, np.ndarray):
            arrays[f"columns.{column.name}"] = value


def _columns(arrays: Mapping[str, NDArray[Any]], head: Mapping[str, Any]) -> VacancyColumns:
    n_vacancies = len(arrays["columns.vacancy_id"])
    values: dict[str, Any] = {"places": tuple(head["places"])}
    for name, labels in head["values"].items():
        table = _table(f"columns.{name}", arrays, (n_vacancies, len(labels)))
        values[name] = Labels(tuple(labels), table)
    values["code_table"] = CodeTable(values["occupations"].values)
    for column in fields(VacancyColumns):
        if column.name not in values:
            values[column.name] = arrays[f"columns.{column.name}"]
    return VacancyColumns(**values)


def _write_table(name: str, table: csr_array, arrays: Arrays) -> None:
    for part in ("data", "indices", "indptr"):
        arrays[f"{name}.{part}"] = getattr(table, part)


def _table(name: str, arrays: Mapping[str, NDArray[Any]], shape: tuple[int, int]) -> csr_array:
    parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
    return csr_array(parts, shape=shape, copy=False)


def _write_texts(text: TextIndex, arrays: Arrays, head: dict[str, Any]) -> None:
    head["views"] = {}
    for view, index in text.views_.items():
        if not isinstance(index, FieldedBM25):
            raise TypeError("an index with appended vacancies cannot be saved; fit one")
        terms = sorted(index.vocabulary_, key=str.encode)
        order = np.array([index.vocabulary_[term] for term in terms], dtype=np.intp)
        _write_table(view, csr_array(index.shares_[order]), arrays)
        arrays[f"{view}.n_terms"], arrays[f"{view}.idf"] = index.n_terms_, index.idf_[order]
        arrays[f"{view}.terms"], arrays[f"{view}.terms.at"] = _blob([t.encode() for t in terms])
        head["views"][view] = {
            "mean_length": index.mean_length_,
            "n_fitted": index.n_fitted_,
            "unit": text.unit_[view],
        }


def _texts(arrays: Arrays, head: Mapping[str, Any], language: Language) -> TextIndex:
    text = TextIndex(analyzer=language.analyzer, fields=VACANCY_FIELDS, k1=VACANCY_K1)
    text.views_, text.unit_ = {}, {}
    for view, figures in head["views"].items():
        index = FieldedBM25(fields=VACANCY_FIELDS, k1=VACANCY_K1)
        index.vocabulary_ = SortedTerms(arrays[f"{view}.terms"], arrays[f"{view}.terms.at"])
        index.n_terms_, index.idf_ = arrays[f"{view}.n_terms"], arrays[f"{view}.idf"]
        index.mean_length_, index.n_fitted_ = figures["mean_length"], figures["n_fitted"]
        shape = (len(index.vocabulary_), len(index.n_terms_))
        index.shares_ = _table(view, arrays, shape)
        text.views_[view], text.unit_[view] = index, figures["unit"]
    return text


def _blob(parts: Sequence[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return byte strings concatenated, and the offset of each, followed by the end."""
    at = np.array([0, *accumulate(map(len, parts))], dtype=np.int64)
    return np.frombuffer(b"".join(parts), dtype=np.uint8), at


def _written(vacancy: VacancyDoc) -> bytes:
    return json.dumps(asdict(vacancy), ensure_ascii=False).encode()


def _read(raw: bytes) -> VacancyDoc:
    values = json.loads(raw)
    demand = values.pop("demand")
    education = demand.pop("education")
    level = None if education is None else Education(education)
    credentials = tuple(demand.pop("credentials"))
    return VacancyDoc(**values, demand=Demand(education=level, credentials=credentials, **demand))


class _Parts:
    """Byte strings stored one after the other."""

    def __init__(self, blob: NDArray[np.uint8], at: NDArray[np.int64]) -> None:
        self._blob, self._at = blob, at

    def __len__(self) -> int:
        return len(self._at) - 1

    def raw(self, place: int) -> bytes:
        """Return the bytes at one position."""
        return self._blob[self._at[place] : self._at[place + 1]].tobytes()


class StoredVacancies(_Parts, Sequence[VacancyDoc]):
    """Vacancies read from the file on access."""

    def __getitem__(self, row: Any) -> Any:
        if not 0 <= row < len(self):
            raise IndexError(row)
        return _read(self.raw(int(row)))


class SortedTerms(_Parts, Mapping[str, int]):
    """Terms sorted by their bytes, searched on disk; a term's number is its position."""

    def __getitem__(self, term: str) -> int:
        wanted = term.encode()
        place = bisect_left(range(len(self)), wanted, key=self.raw)
        if place < len(self) and self.raw(place) == wanted:
            return place
        raise KeyError(term)

    def __iter__(self) -> Iterator[str]:
        return (self.raw(place).decode() for place in range(len(self)))


class SortedRows(Mapping[int, int]):
    """Rows by vacancy id, for sorted ids."""

    def __init__(self, ids: Ints) -> None:
        self._ids = ids

    def __getitem__(self, vacancy_id: int) -> int:
        row = int(np.searchsorted(self._ids, vacancy_id))
        if row < len(self._ids) and self._ids[row] == vacancy_id:
            return row
        raise KeyError(vacancy_id)

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids.tolist())

    def __len__(self) -> int:
        return len(self._ids)
