"""The figure of a fair that rests on placements."""

from core.figures import Figure
from jobs.placements.queries import verified_at_fair

PLACED = Figure(
    "fair",
    "placed",
    "后续核实就业",
    "人",
    "由这场招聘会到岗、双方确认并核实过的人，一人算一次。",
    verified_at_fair,
)
