"""The facts of posts as arrays, one row a post, so that one pass judges them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

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
    """Posts as columns. Absent numbers are NaN (pay) or -1; `place` points into `places`."""

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


def read_columns(jobs: Sequence[JobDoc], language: Language) -> JobColumns:
    """Return the facts of the posts as arrays, in the order given."""
    places = tuple(sorted({job.place_code for job in jobs}))
    place = {code: i for i, code in enumerate(places)}
    occupations = Labels.of([post_codes(job, language) for job in jobs])
    columns = JobColumns(
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
    return language.finder.find(job.title)


def asked_credentials(job: JobDoc, language: Language) -> tuple[str, ...]:
    """Return the keys a post demands, then those its text mentions."""
    mentioned = (key for text in (job.title, job.requirements) for key in find_certificates(text))
    return tuple(dict.fromkeys((*job.demand.credentials, *mentioned)))


def _numbers(values: Sequence[int | None], dtype: type[np.integer[Any]]) -> NDArray[Any]:
    return np.array([NOT_TOLD if value is None else int(value) for value in values], dtype=dtype)


def _pay(values: Sequence[int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _heaviest(labels: Labels) -> Ints:
    """Return the column of each row's heaviest label, the first of equals, -1 without any."""
    if not labels.values:
        return np.full(labels.table.shape[0], -1, dtype=np.intp)
    dense = labels.table.toarray()
    return np.where(labels.count() > 0, dense.argmax(axis=1), -1)
