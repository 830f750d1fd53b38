"""Facts of vacancies as arrays, one row per vacancy, so that all are judged in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from lexicon.mentions import find_certificates
from matching.engine.bm25 import Floats, Ints
from matching.engine.concepts import CodeTable, Concept
from matching.engine.language import Language
from matching.engine.records import VacancyDoc

Flags = NDArray[np.int8]  # 1 yes, 0 no, -1 not stated
TITLE_CONCEPT = 0.8  # weight of an occupation read in the title, beside the one the employer chose
NOT_STATED = -1
SHARED = ("places", "code_table")  # columns that have no row for each vacancy


@dataclass(frozen=True, slots=True)
class Labels:
    """Weighted labels of rows: occupation codes or credential keys.

    `table` has shape (n_vacancies, len(values)).
    """

    values: tuple[str, ...]
    table: csr_array

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, float]]) -> Self:
        """Return the labels of rows, each a mapping of label to weight."""
        values = tuple(sorted({label for row in rows for label in row}))
        place = {label: column for column, label in enumerate(values)}
        entries = [(i, place[label], w) for i, row in enumerate(rows) for label, w in row.items()]
        i, j, w = (np.array(part) for part in zip(*entries, strict=True)) if entries else ([],) * 3
        return cls(values, csr_array((w, (i, j)), shape=(len(rows), len(values)), dtype=np.float64))

    def take(self, rows: Ints) -> Self:
        """Return the labels of some rows; `values` stay the same."""
        return type(self)(self.values, self.table[rows])

    def followed_by(self, others: Self) -> Self:
        """Return the labels of these rows and then of others; new values come last."""
        values = tuple(dict.fromkeys((*self.values, *others.values)))
        place = np.array([values.index(value) for value in others.values], dtype=np.int32)
        own = csr_array(self.table)
        own.resize(own.shape[0], len(values))
        parts = (others.table.data, place[others.table.indices], others.table.indptr)
        moved = csr_array(parts, shape=(others.table.shape[0], len(values)))
        return type(self)(values, csr_array(vstack((own, moved))))

    def best(self, values: Floats) -> Floats:
        """Return each row's greatest weight × value (>= 0) over its labels, 0 without labels."""
        products = self.table.data * values[self.table.indices]
        result = np.zeros(self.table.shape[0])
        filled = np.diff(self.table.indptr) > 0
        if products.size:
            result[filled] = np.maximum.reduceat(products, self.table.indptr[:-1][filled])
        return result

    def total(self, values: Floats) -> Floats:
        """Return each row's sum of weight × value."""
        return np.asarray(self.table @ values)

    def count(self) -> Ints:
        """Return the number of labels of each row."""
        counts: Ints = np.diff(self.table.indptr)
        return counts


@dataclass(frozen=True, slots=True)
class VacancyColumns:
    """Vacancies as columns. Absent numbers are NaN (pay) or -1; `place` points into `places`.

    A row that is not open remains only until the index is rebuilt and is never shown. `needed`
    and `asked` are the credentials required, and those required or mentioned, without those
    anybody gets within days. `posting` is equal for rows that are one posting.
    """

    is_open: NDArray[np.bool_]
    vacancy_id: NDArray[np.int64]
    posting: NDArray[np.int64]
    education: NDArray[np.int8]
    age_min: NDArray[np.int16]
    age_max: NDArray[np.int16]
    years: NDArray[np.int16]
    pay_min: Floats
    pay_max: Floats
    lodging: Flags
    nights: Flags
    veterans_first: Flags
    place: Ints
    places: tuple[str, ...]
    needed: Labels
    asked: Labels
    occupations: Labels
    main_occupation: Ints
    code_table: CodeTable  # of the values of `occupations`

    @property
    def n_vacancies(self) -> int:
        """Return the number of vacancies."""
        return len(self.vacancy_id)

    def take(self, rows: Ints) -> Self:
        """Return the columns of some vacancies."""
        chosen: dict[str, Any] = {}
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, Labels):
                chosen[column.name] = value.take(rows)
            else:
                chosen[column.name] = value if column.name in SHARED else value[rows]
        return type(self)(**chosen)

    def followed_by(self, others: Self, *, removed: Ints) -> Self:
        """Return these columns with the `gone` rows closed, followed by those of others."""
        places = tuple(dict.fromkeys((*self.places, *others.places)))
        occupations = self.occupations.followed_by(others.occupations)
        merged: dict[str, Any] = {
            "places": places,
            "place": np.append(self.place, _moved(others.place, others.places, places)),
            "occupations": occupations,
            "main_occupation": np.append(
                self.main_occupation,
                _moved(others.main_occupation, others.occupations.values, occupations.values),
            ),
            "code_table": CodeTable(occupations.values),
        }
        for column in fields(self):
            if column.name not in merged:
                own, other = getattr(self, column.name), getattr(others, column.name)
                is_labels = isinstance(own, Labels)
                merged[column.name] = own.followed_by(other) if is_labels else np.append(own, other)
        merged["is_open"][removed] = False
        return type(self)(**merged)


def read_columns(vacancies: Sequence[VacancyDoc], language: Language) -> VacancyColumns:
    """Return the facts of the vacancies as arrays, in the order given."""
    places = tuple(sorted({vacancy.place_code for vacancy in vacancies}))
    place = {code: i for i, code in enumerate(places)}
    occupations = Labels.of([vacancy_codes(vacancy, language) for vacancy in vacancies])
    columns = VacancyColumns(
        is_open=np.ones(len(vacancies), dtype=bool),
        vacancy_id=np.array([vacancy.id for vacancy in vacancies], dtype=np.int64),
        posting=np.array([posting_of(vacancy) for vacancy in vacancies], dtype=np.int64),
        education=_numbers([vacancy.demand.education for vacancy in vacancies], np.int8),
        age_min=_numbers([vacancy.demand.age_min for vacancy in vacancies], np.int16),
        age_max=_numbers([vacancy.demand.age_max for vacancy in vacancies], np.int16),
        years=_numbers([vacancy.demand.years for vacancy in vacancies], np.int16),
        pay_min=_pay([vacancy.pay_min for vacancy in vacancies]),
        pay_max=_pay([vacancy.pay_max for vacancy in vacancies]),
        lodging=_numbers([vacancy.has_lodging for vacancy in vacancies], np.int8),
        nights=_numbers([vacancy.has_nights for vacancy in vacancies], np.int8),
        veterans_first=_numbers([vacancy.veterans_first for vacancy in vacancies], np.int8),
        place=np.array([place[vacancy.place_code] for vacancy in vacancies], dtype=np.intp),
        places=places,
        needed=_credentials([vacancy.demand.credentials for vacancy in vacancies], language),
        asked=_credentials([asked_credentials(vacancy) for vacancy in vacancies], language),
        occupations=occupations,
        main_occupation=_heaviest(occupations),
        code_table=CodeTable(occupations.values),
    )
    for column in fields(columns):
        value = getattr(columns, column.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return columns


def vacancy_codes(vacancy: VacancyDoc, language: Language) -> dict[str, float]:
    """Return the occupations of a vacancy: the code given, and those its title names."""
    trust = TITLE_CONCEPT if vacancy.occupation_code else 1.0
    codes = {c.code: c.weight * trust for c in title_concepts(vacancy, language)}
    return codes | ({vacancy.occupation_code: 1.0} if vacancy.occupation_code else {})


def title_concepts(vacancy: VacancyDoc, language: Language) -> tuple[Concept, ...]:
    """Return the occupations the title of a vacancy names."""
    return language.occupations_of(vacancy.title)


def asked_credentials(vacancy: VacancyDoc) -> tuple[str, ...]:
    """Return the credential keys a vacancy requires, then those its text mentions."""
    mentioned = (
        key for text in (vacancy.title, vacancy.requirements) for key in find_certificates(text)
    )
    return tuple(dict.fromkeys((*vacancy.demand.credentials, *mentioned)))


def posting_of(vacancy: VacancyDoc) -> int:
    """Return the number of a vacancy's posting: the same for all that are one posting.

    Where the record names none, the vacancy is a posting of its own.
    """
    if not vacancy.posting:
        return vacancy.id
    digest = blake2b(vacancy.posting.encode(), digest_size=8).digest()
    return -1 - (int.from_bytes(digest) >> 1)  # below 0, apart from the ids


def _credentials(rows: Sequence[Sequence[str]], language: Language) -> Labels:
    quick = language.lexicon.quick
    return Labels.of([{key: 1.0 for key in keys if key not in quick} for keys in rows])


def _numbers(values: Sequence[int | None], dtype: type[np.integer[Any]]) -> NDArray[Any]:
    return np.array([NOT_STATED if value is None else int(value) for value in values], dtype=dtype)


def _pay(values: Sequence[int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _moved(column: Ints, values: Sequence[str], merged: Sequence[str]) -> Ints:
    """Return the numbers of a column that points into `values`, now into `merged`; -1 stays."""
    place = {value: number for number, value in enumerate(merged)}
    return np.append([place[value] for value in values], -1).astype(np.intp)[column]


def _heaviest(labels: Labels) -> Ints:
    """Return the column of each row's heaviest label, the first of equals, -1 without any."""
    table, counts = labels.table, labels.count()
    rows = np.repeat(np.arange(len(counts)), counts)
    order = np.lexsort((table.indices, -table.data, rows))
    heaviest = np.full(len(counts), -1, dtype=np.intp)
    filled = counts > 0
    heaviest[filled] = table.indices[order[table.indptr[:-1][filled]]]
    return heaviest
