"""Applications as the application sees them."""

from core import rooms
from core.access import BUREAU_READERS, EMPLOYERS, VETERANS
from core.features import DeskLine, Feature
from core.navigation import Entry
from jobs.applications import queries, schedule
from jobs.applications.exports import APPLICATIONS
from jobs.applications.following import follow_vacancy
from jobs.applications.lifecycle import LIFE
from jobs.applications.models import ApplicationStatus
from jobs.applications.parameters import CONTACT_DAYS, EXPIRE_DAYS, SILENCE_DAYS
from jobs.applications.privacy import PERSONAL
from jobs.applications.recorded import RECORDED
from jobs.applications.views import bp

FEATURE = Feature(
    name="applications",
    recorded=RECORDED,
    blueprint=bp,
    exports=(APPLICATIONS,),
    schedule=(schedule.silent, schedule.end),
    menu=(
        Entry(
            "收到的投递",
            "send",
            "applications.index",
            EMPLOYERS,
            rooms.OWN_APPLICATIONS,
            24,
            queries.count_new,
            counted={"status": ApplicationStatus.APPLIED.value},
        ),
        Entry("投递", "send", "applications.index", BUREAU_READERS, rooms.HIRING, 24),
    ),
    tabs=(Entry("投递", "send", "applications.my_list", VETERANS, order=40),),
    parameters=(SILENCE_DAYS, EXPIRE_DAYS, CONTACT_DAYS),
    personal=PERSONAL,
    desk_lines=(
        DeskLine(
            "份投递等您答复太久了",
            queries.count_silent,
            "applications.index",
            "去答复",
            EMPLOYERS,
            order=10,
            arguments={"silent": 1},
            is_urgent=True,
        ),
        DeskLine(
            "份新投递",
            queries.count_new,
            "applications.index",
            "去看",
            EMPLOYERS,
            order=20,
            arguments={"status": "APPLIED"},
        ),
        DeskLine(
            "份投递单位太久没答复",
            queries.count_silent,
            "applications.index",
            "去催单位",
            BUREAU_READERS,
            order=60,
            arguments={"silent": 1},
            is_urgent=True,
        ),
        DeskLine(
            "人接受了录用，单位还联系不上",
            queries.count_unreached,
            "applications.index",
            "去牵线",
            BUREAU_READERS,
            order=61,
            arguments={"unreached": 1},
            is_urgent=True,
        ),
    ),
    lifecycles=(LIFE,),
    follows={"vacancy": follow_vacancy},
)
