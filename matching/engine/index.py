"""Open posts, indexed: texts by field, facts as columns. Immutable once fitted."""

from collections.abc import Sequence
from typing import Self

import numpy as np

from matching.engine.bm25 import Field, Ints
from matching.engine.columns import JobColumns, read_columns
from matching.engine.estimator import Estimator
from matching.engine.language import Language
from matching.engine.records import JobDoc
from matching.engine.text_index import TextIndex

JOB_FIELDS = {
    "title": Field(3.0, b=0.4),
    "duties": Field(1.0, b=0.75),
    "requirements": Field(1.0, b=0.75),
}


JOB_K1 = 1.2  # a word repeated in a post says little more


class JobIndex(Estimator):
    """Index posts for ranking.

    Ranking asks it only for text shares, columns and single posts; what lies behind (a compiled
    kernel, a memory-mapped snapshot) may change without it.

    Parameters
    ----------
    language : Language
        The lexicon and the word cutter, shared with the profiles ranked against the index.

    Attributes
    ----------
    jobs_ : tuple of JobDoc
        The posts by id; row numbers elsewhere refer to this order.
    columns_ : JobColumns
        Their facts.
    text_ : TextIndex
        Their texts.
    """

    def __init__(self, *, language: Language) -> None:
        self.language = language

    def fit(self, jobs: Sequence[JobDoc], y: None = None) -> Self:
        """Index the posts; their order does not matter.

        Raises
        ------
        ValueError
            If two posts have one id.
        """
        self.jobs_ = tuple(sorted(jobs, key=lambda job: job.id))
        self.row_ = {job.id: row for row, job in enumerate(self.jobs_)}
        if len(self.row_) < len(self.jobs_):
            raise ValueError("two posts have the same id")
        self.columns_: JobColumns = read_columns(self.jobs_, self.language)
        self.text_ = TextIndex(analyzer=self.language.analyzer, fields=JOB_FIELDS, k1=JOB_K1).fit(
            [{name: getattr(job, name) for name in JOB_FIELDS} for job in self.jobs_]
        )
        return self

    def take(self, job_ids: Sequence[int]) -> Self:
        """Return an index of some posts only, which scores them exactly as this one does.

        Raises KeyError for an id that is not indexed.
        """
        self._check_fitted()
        rows: Ints = np.array(sorted(self.row_[job_id] for job_id in job_ids), dtype=np.intp)
        part = type(self)(language=self.language)
        part.jobs_ = tuple(self.jobs_[row] for row in rows)
        part.row_ = {job.id: row for row, job in enumerate(part.jobs_)}
        part.columns_ = self.columns_.take(rows)
        part.text_ = self.text_.take(rows)
        return part

    def __len__(self) -> int:
        self._check_fitted()
        return len(self.jobs_)
