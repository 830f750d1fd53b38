"""Lists as the application sees them."""

from core.access import BUREAU_READERS, VETERANS
from core.features import Feature, Panel
from core.navigation import Entry
from matching.lists.before_applying import failed_conditions
from matching.lists.cli import cli
from matching.lists.recorded import RECORDED
from matching.lists.views import bp

FEATURE = Feature(
    name="lists",
    recorded=RECORDED,
    blueprint=bp,
    commands=(cli,),
    panels=(Panel("apply", "lists/_failed.html", VETERANS | BUREAU_READERS, failed_conditions),),
    tabs=(
        Entry(
            "找工作",
            "briefcase-2",
            "lists.index",
            VETERANS,
            order=10,
            covers=frozenset({"/open-vacancies"}),
        ),
    ),
)
