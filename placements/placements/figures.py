"""The figure of a fair that is counted from placements."""

from core.figures import Figure
from placements.placements.queries.records import verified_at_fair

PLACED = Figure(
    "fair",
    "placed",
    "后续核实就业",
    "人",
    "由这场招聘会到岗、双方确认并核实过的人，一人算一次。",
    verified_at_fair,
)
