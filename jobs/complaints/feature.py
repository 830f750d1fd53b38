"""Complaints about vacancies as the application sees them."""

from core import rooms
from core.access import COUNTY_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from jobs.complaints.exports import COMPLAINTS
from jobs.complaints.parameters import (
    APPLICANT_COUNTS,
    HIDE_AFTER,
    HIDE_SCAM,
    OTHER_COUNTS,
    VERIFIED_COUNTS,
)
from jobs.complaints.privacy import PERSONAL
from jobs.complaints.queries import count_open
from jobs.complaints.recorded import RECORDED
from jobs.complaints.views import bp

FEATURE = Feature(
    name="complaints",
    recorded=RECORDED,
    blueprint=bp,
    exports=(COMPLAINTS,),
    menu=(
        Entry(
            "岗位举报",
            "alert-triangle",
            "complaints.queue",
            COUNTY_READERS,
            rooms.HIRING,
            25,
            count_open,
        ),
    ),
    parameters=(HIDE_AFTER, HIDE_SCAM, APPLICANT_COUNTS, VERIFIED_COUNTS, OTHER_COUNTS),
    personal=PERSONAL,
    desk_lines=(
        DeskLine(
            "个被举报的岗位等处理",
            count_open,
            "complaints.queue",
            "去处理",
            COUNTY_READERS,
            order=30,
            is_urgent=True,
        ),
    ),
)
