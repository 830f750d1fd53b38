"""Pages of fairs: everybody's, the bureau's, the employer's booth, the door, the results."""

from core.access import Role
from core.navigation import Entry, menu
from jobs.fairs import privacy
from jobs.fairs.views import booths, door, organising, public, results
from jobs.fairs.views.blueprint import bp

__all__ = ["booths", "bp", "door", "organising", "privacy", "public", "results"]

BUREAU = frozenset({Role.OFFICER, Role.LEADER})
DOOR = frozenset({Role.CLERK, Role.OFFICER})
menu.add_tab(Entry("招聘会", "calendar-event", "fairs.coming", frozenset({Role.VETERAN}), order=50))
menu.add_side(Entry("招聘会", "calendar-event", "fairs.index", BUREAU, "招聘会", 30))
menu.add_side(Entry("现场签到", "qrcode", "fairs.doors", DOOR, "招聘会", 31))
menu.add_side(
    Entry(
        "参加招聘会",
        "calendar-event",
        "fairs.employer_fairs",
        frozenset({Role.EMPLOYER}),
        "招聘",
        26,
    )
)
