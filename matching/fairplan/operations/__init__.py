"""Operations on a fair's plan: make it, pin a meeting, unpin it."""

from matching.fairplan.operations.pins import pin, unpin
from matching.fairplan.operations.planning import make_plan

__all__ = ["make_plan", "pin", "unpin"]
