"""Complaints about vacancies as the application sees them."""

from core.access import COUNTY_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from jobs.complaints.parameters import HIDE_AFTER, HIDE_SCAM
from jobs.complaints.privacy import PERSONAL
from jobs.complaints.queries import count_open
from jobs.complaints.views import bp

FEATURE = Feature(
    name="complaints",
    blueprint=bp,
    menu=(
        Entry(
            "岗位举报",
            "alert-triangle",
            "complaints.queue",
            COUNTY_READERS,
            "招聘",
            25,
            count_open,
        ),
    ),
    parameters=(HIDE_AFTER, HIDE_SCAM),
    personal=PERSONAL,
    desk_lines=(
        DeskLine(
            "条岗位举报等处理",
            count_open,
            "complaints.queue",
            "去处理",
            COUNTY_READERS,
            order=30,
            is_urgent=True,
        ),
    ),
)
