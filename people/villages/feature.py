"""Villages and communities as the application sees them."""

from core import rooms
from core.access import BUREAU_READERS, CASEWORKERS
from core.features import DeskLine, Feature, Panel
from core.navigation import Entry
from people.villages.cli import cli
from people.villages.exports import EXPORTS
from people.villages.figures import FIGURES
from people.villages.privacy import PERSONAL
from people.villages.queries import count_without
from people.villages.recorded import RECORDED
from people.villages.sample import make_sample
from people.villages.views import bp
from people.villages.views.residences import panel_of

FEATURE = Feature(
    name="villages",
    recorded=RECORDED,
    blueprint=bp,
    exports=EXPORTS,
    commands=(cli,),
    menu=(Entry("村和社区", "map-pin", "villages.index", BUREAU_READERS, rooms.PEOPLE, 15),),
    personal=PERSONAL,
    figures=FIGURES,
    desk_lines=(
        DeskLine(
            "人没有填村、社区",
            count_without,
            "villages.without",
            "去填",
            CASEWORKERS,
            order=125,
            note="只算有村、社区名单的乡镇。",
        ),
    ),
    panels=(Panel("veteran", "villages/panel.html", BUREAU_READERS, panel_of),),
    sample=make_sample,
)
