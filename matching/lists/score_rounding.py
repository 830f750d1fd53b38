"""Points as shown: rounded to tenths that still add up."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.engine.ranking import RankedVacancy

EPSILON = 1e-9  # keeps floats of whole tenths from falling below them


@dataclass(frozen=True)
class ShownPoints:
    """The total, the points of each part and of each reason, in tenths of a point.

    The parts add up to the total, the reasons of a dimension to its part.
    """

    total: int
    parts: tuple[int, ...]
    reasons: tuple[int, ...]


def shown_points(ranked: RankedVacancy) -> ShownPoints:
    """Return the points of a vacancy as its page shows them."""
    total = round(ranked.score * 10)
    parts = share_out([part.contribution for part in ranked.parts], total)
    reasons = [0] * len(ranked.reasons)
    for part, tenths in zip(ranked.parts, parts, strict=True):
        places = [i for i, r in enumerate(ranked.reasons) if r.dimension == part.dimension]
        shares = share_out([ranked.reasons[place].contribution for place in places], tenths)
        for place, share in zip(places, shares, strict=True):
            reasons[place] = share
    return ShownPoints(total, tuple(parts), tuple(reasons))


def share_out(points: Sequence[float], tenths: int) -> list[int]:
    """Return points as whole tenths that add up to `tenths` (largest remainders first).

    Points are >= 0 and `tenths` is at least the sum of their whole tenths.
    """
    shares = [int(point * 10 + EPSILON) for point in points]
    by_remainder = sorted(range(len(points)), key=lambda i: shares[i] - points[i] * 10)
    earning = [place for place in by_remainder if points[place] > 0]
    for place in earning[: tenths - sum(shares)]:
        shares[place] += 1
    return shares
