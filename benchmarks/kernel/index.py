"""Weighted postings in the layout of the search: arrays only, so that they can be mapped."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

ALL_LICENCES = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
MOST_DOCUMENTS = 1 << 24  # positions share 32 bits with impacts
MOST_LEVEL = 255  # the greatest impact: a posting's share in 255ths of its term's greatest


@dataclass(frozen=True, slots=True)
class Facts:
    """Hard facts of documents, in the caller's order, each of shape (n_documents,).

    `place` is the number of a place; `schooling` the least level required; `licences` has a bit for
    each licence required; `is_open` states whether applications are accepted.
    """

    place: NDArray[np.int32]
    schooling: NDArray[np.uint8]
    licences: NDArray[np.uint64]
    is_open: NDArray[np.bool_]

    @classmethod
    def none(cls, n_documents: int) -> Self:
        """Return facts that filter nothing."""
        return cls(
            np.zeros(n_documents, np.int32),
            np.zeros(n_documents, np.uint8),
            np.zeros(n_documents, np.uint64),
            np.ones(n_documents, np.bool_),
        )


@dataclass(frozen=True)
class ImpactIndex:
    """Postings by term and rows by document, ordered by place.

    Attributes
    ----------
    starts : int64, shape (n_terms + 1,)
        Where each term's postings begin.
    packed : uint32, shape (n_postings,)
        Positions of documents, rising within a term, and in the lowest 8 bits the share in steps
        of the term's `scales`, rounded up: never less than the share. One array to read.
    scales, tops : float64, shape (n_terms,)
        A step of impact, and 255 of them: no less than the term's greatest share.
    row_starts : int64, shape (n_documents + 1,); row_terms : int32; row_shares : float32
        The same postings by document, with exact shares.
    row_of : int64, shape (n_documents,)
        The caller's row number of each position.
    schooling, licences, is_open : shape (n_documents,)
        Facts by position.
    places, place_starts : shape (n_places,) and (n_places + 1,)
        The places in order, and where each one's documents begin.
    """

    starts: NDArray[np.int64]
    packed: NDArray[np.uint32]
    scales: NDArray[np.float64]
    tops: NDArray[np.float64]
    row_starts: NDArray[np.int64]
    row_terms: NDArray[np.int32]
    row_shares: NDArray[np.float32]
    row_of: NDArray[np.int64]
    schooling: NDArray[np.uint8]
    licences: NDArray[np.uint64]
    is_open: NDArray[np.bool_]
    places: NDArray[np.int32]
    place_starts: NDArray[np.int64]

    @classmethod
    def build(
        cls,
        row_starts: NDArray[np.int64],
        row_terms: NDArray[np.int32],
        row_shares: NDArray[np.float32],
        *,
        n_terms: int,
        facts: Facts | None = None,
    ) -> Self:
        """Return an index of documents given as rows of (term, share).

        Parameters
        ----------
        row_starts : shape (n_documents + 1,)
            Where each document's entries begin; a term occurs at most once in a document.
        row_terms, row_shares : shape (n_postings,)
            Numbers of terms below `n_terms`, and their contributions to the document's score, >= 0.
        n_terms : int
            Size of the vocabulary.
        facts : Facts, optional
            None filters nothing.

        Raises
        ------
        ValueError
            If a share is negative or not a number, a term number is out of range, or there are
            more documents than 24 bits can number.
        """
        _check(row_starts, row_terms, row_shares, n_terms)
        facts = facts or Facts.none(len(row_starts) - 1)
        order = np.argsort(facts.place, kind="stable")
        row_starts, entries = _reordered(row_starts, order)
        row_terms, row_shares = row_terms[entries], row_shares[entries].astype(np.float32)
        del entries
        by_term = np.argsort(row_terms, kind="stable")
        lengths = np.bincount(row_terms, minlength=n_terms)
        starts = np.concatenate(([0], np.cumsum(lengths)))
        of_entry = np.repeat(np.arange(len(order), dtype=np.uint32), np.diff(row_starts))
        packed = of_entry[by_term] << np.uint32(8)
        del of_entry
        levels, scales = _rounded_up(row_shares[by_term], starts)
        packed |= levels
        places, first = np.unique(facts.place[order], return_index=True)
        return cls(
            starts=starts.astype(np.int64),
            packed=packed,
            scales=scales,
            tops=scales * MOST_LEVEL,
            row_starts=row_starts.astype(np.int64),
            row_terms=row_terms.astype(np.int32),
            row_shares=row_shares,
            row_of=order.astype(np.int64),
            schooling=facts.schooling[order],
            licences=facts.licences[order],
            is_open=facts.is_open[order],
            places=places.astype(np.int32),
            place_starts=np.append(first, len(order)).astype(np.int64),
        )

    @property
    def n_documents(self) -> int:
        """Return the number of documents."""
        return len(self.row_of)

    @property
    def n_terms(self) -> int:
        """Return the size of the vocabulary."""
        return len(self.scales)

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return every array by name, to be written to disk."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """Return an index over arrays that may be memory-mapped."""
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})  # type: ignore[arg-type]

    @cached_property
    def _place_at(self) -> dict[int, int]:
        return {int(place): number for number, place in enumerate(self.places)}

    def ranges(self, places: NDArray[np.int32] | None) -> NDArray[np.int64]:
        """Return the runs of positions of some places, of shape (n_runs, 2); all for None."""
        if places is None:
            return np.array([[0, self.n_documents]], dtype=np.int64)
        at = self._place_at
        known = sorted(at[place] for place in set(places.tolist()) if place in at)
        runs: list[list[int]] = []
        for number in known:
            first, end = int(self.place_starts[number]), int(self.place_starts[number + 1])
            if runs and runs[-1][1] == first:  # neighbours make one run
                runs[-1][1] = end
            else:
                runs.append([first, end])
        return np.array(runs, dtype=np.int64).reshape(-1, 2)


def _check(
    starts: NDArray[np.int64],
    terms: NDArray[np.int32],
    shares: NDArray[np.float32],
    n_terms: int,
) -> None:
    if len(starts) > MOST_DOCUMENTS:
        raise ValueError(f"an index must have less than {MOST_DOCUMENTS:,} documents")
    if terms.size and not (terms.min() >= 0 and terms.max() < n_terms):
        raise ValueError(f"term numbers must lie in [0, {n_terms})")
    if shares.size and not shares.min() >= 0:  # false for NaN too
        raise ValueError("shares must be numbers of at least 0")


def _reordered(
    starts: NDArray[np.int64], order: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the starts of rows taken in another order, and where each entry came from."""
    lengths = np.diff(starts)[order]
    new = np.concatenate(([0], np.cumsum(lengths)))
    shift = np.repeat(starts[:-1][order] - new[:-1], lengths)
    return new, np.arange(new[-1]) + shift


def _rounded_up(
    shares: NDArray[np.float32], starts: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return shares as steps, rounded up, and the step of each term."""
    n_terms = len(starts) - 1
    tops = np.zeros(n_terms)
    filled = np.diff(starts) > 0
    if shares.size:
        tops[filled] = np.maximum.reduceat(shares, starts[:-1][filled])
    # Slightly more than a 255th, so that rounding never needs a 256th step.
    scales = tops / MOST_LEVEL * (1 + 1e-6)
    levels = np.repeat(np.where(scales > 0, scales, 1.0).astype(np.float32), np.diff(starts))
    impacts = np.ceil(shares / levels * np.float32(1 + 1e-6))
    return np.minimum(impacts, MOST_LEVEL).astype(np.uint8), scales
