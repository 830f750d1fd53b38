"""What was sent and answered, counted by role, route and status."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Tally:
    """The counts of one run. `broken` are the faults of the server, each with its input."""

    sent: int = 0
    by_role: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)  # requests of a role that met a view
    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)  # role, route, status
    broken: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)  # "method endpoint" that no request met

    def by(self, place: int) -> Counter[Any]:
        """Return the counts of answers by role (0), route (1) or status (2)."""
        found: Counter[Any] = Counter()
        for key, count in self.answers.items():
            found[key[place]] += count
        return found

    def share(self, role: str) -> float:
        """Return the part of a role's requests that reached the code of a view."""
        return self.reached[role] / max(self.by_role[role], 1)

    def report(self) -> str:
        """Return the counts as lines of text: a table of roles, and the routes."""
        statuses = sorted(self.by(2))
        rows = [["role", "sent", "view %", *map(str, statuses)]]
        for role in sorted(self.by_role):
            counts = [
                sum(count for (who, _, code), count in self.answers.items()
                    if (who, code) == (role, status))
                for status in statuses
            ]  # fmt: skip
            share = f"{100 * self.share(role):.0f}"
            rows.append([role, str(self.by_role[role]), share, *map(str, counts)])
        total = [str(self.by(2)[status]) for status in statuses]
        share = f"{100 * self.reached.total() / max(self.sent, 1):.0f}"
        rows.append(["all", str(self.sent), share, *total])
        table = ["".join(cell.rjust(9) for cell in row) for row in rows]
        unreached = [f"  no request reached {view}" for view in self.unreached]
        return "\n".join([*table, *self._routes(), *unreached])

    def _routes(self) -> Iterator[str]:
        """Yield a line for each route: how often it was asked for, and its answers."""
        statuses: dict[str, Counter[int]] = {}
        for (_, route, status), count in self.answers.items():
            statuses.setdefault(route, Counter())[status] += count
        for route, counts in sorted(statuses.items()):
            answers = ", ".join(f"{status}: {count}" for status, count in sorted(counts.items()))
            yield f"  {route} {counts.total()} ({answers})"
