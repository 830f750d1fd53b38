"""The facts of posts as arrays, one row a post, so that one pass judges them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from lexicon.mentions import find_certificates
from matching.engine.bm25 import Floats, Ints
from matching.engine.concepts import CodeTable, Concept
from matching.engine.language import Language
from matching.engine.records import JobDoc

Flags = NDArray[np.int8]  # 1 yes, 0 no, -1 not told
TITLE_CONCEPT = 0.8  # an occupation read in the title, beside one the employer chose
NOT_TOLD = -1
SHARED = ("places", "code_table")  # columns that have no row for each post


@dataclass(frozen=True, slots=True)
class Labels:
    """Rows that carry weighted labels out of a small set: codes or credential keys.

    `table` has shape (n_posts, len(values)).
    """

    values: tuple[str, ...]
    table: csr_array

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, float]]) -> Self:
        """Collect the labels of each row."""
        values = tuple(sorted({label for row in rows for label in row}))
        place = {label: column for column, label in enumerate(values)}
        entries = [(i, place[label], w) for i, row in enumerate(rows) for label, w in row.items()]
        i, j, w = (np.array(part) for part in zip(*entries, strict=True)) if entries else ([],) * 3
        return cls(values, csr_array((w, (i, j)), shape=(len(rows), len(values)), dtype=np.float64))

    def take(self, rows: Ints) -> Self:
        """Return the labels of some rows; `values` stay."""
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
class JobColumns:
    """Posts as columns. Absent numbers are NaN (pay) or -1; `place` points into `places`.

    A row that is not open is there only until the index is made anew: nobody sees it.
    """

    is_open: NDArray[np.bool_]
    job_id: NDArray[np.int64]
    education: NDArray[np.int8]
    age_min: NDArray[np.int16]
    age_max: NDArray[np.int16]
    years: NDArray[np.int16]
    pay_min: Floats
    pay_max: Floats
    board: Flags
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
    def n_posts(self) -> int:
        """Return the number of posts."""
        return len(self.job_id)

    def take(self, rows: Ints) -> Self:
        """Return the columns of some posts."""
        chosen: dict[str, Any] = {}
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, Labels):
                chosen[column.name] = value.take(rows)
            else:
                chosen[column.name] = value if column.name in SHARED else value[rows]
        return type(self)(**chosen)

    def followed_by(self, others: Self, *, gone: Ints) -> Self:
        """Return the columns of these posts, those of `gone` rows closed, and then of others."""
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
        merged["is_open"][gone] = False
        return type(self)(**merged)


def read_columns(jobs: Sequence[JobDoc], language: Language) -> JobColumns:
    """Return the facts of the posts as arrays, in the order given."""
    places = tuple(sorted({job.place_code for job in jobs}))
    place = {code: i for i, code in enumerate(places)}
    occupations = Labels.of([post_codes(job, language) for job in jobs])
    columns = JobColumns(
        is_open=np.ones(len(jobs), dtype=bool),
        job_id=np.array([job.id for job in jobs], dtype=np.int64),
        education=_numbers([job.demand.education for job in jobs], np.int8),
        age_min=_numbers([job.demand.age_min for job in jobs], np.int16),
        age_max=_numbers([job.demand.age_max for job in jobs], np.int16),
        years=_numbers([job.demand.years for job in jobs], np.int16),
        pay_min=_pay([job.pay_min for job in jobs]),
        pay_max=_pay([job.pay_max if job.pay_max is not None else job.pay_min for job in jobs]),
        board=_numbers([job.has_board for job in jobs], np.int8),
        nights=_numbers([job.has_nights for job in jobs], np.int8),
        veterans_first=_numbers([job.veterans_first for job in jobs], np.int8),
        place=np.array([place[job.place_code] for job in jobs], dtype=np.intp),
        places=places,
        needed=Labels.of([dict.fromkeys(job.demand.credentials, 1.0) for job in jobs]),
        asked=Labels.of([dict.fromkeys(asked_credentials(job, language), 1.0) for job in jobs]),
        occupations=occupations,
        main_occupation=_heaviest(occupations),
        code_table=CodeTable(occupations.values),
    )
    for column in fields(columns):
        value = getattr(columns, column.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return columns


def post_codes(job: JobDoc, language: Language) -> dict[str, float]:
    """Return the occupations of a post: the code given, and those its title names."""
    trust = TITLE_CONCEPT if job.occupation_code else 1.0
    codes = {c.code: c.weight * trust for c in title_concepts(job, language)}
    return codes | ({job.occupation_code: 1.0} if job.occupation_code else {})


def title_concepts(job: JobDoc, language: Language) -> tuple[Concept, ...]:
    """Return the occupations the title of a post names."""
    return language.occupations_of(job.title)


def asked_credentials(job: JobDoc, language: Language) -> tuple[str, ...]:
    """Return the keys a post demands, then those its text mentions."""
    mentioned = (key for text in (job.title, job.requirements) for key in find_certificates(text))
    return tuple(dict.fromkeys((*job.demand.credentials, *mentioned)))


def _numbers(values: Sequence[int | None], dtype: type[np.integer[Any]]) -> NDArray[Any]:
    return np.array([NOT_TOLD if value is None else int(value) for value in values], dtype=dtype)


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
