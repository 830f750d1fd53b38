"""Lists as the application sees them."""

from core.access import VETERANS
from core.features import Feature
from core.navigation import Entry
from matching.lists.cli import cli
from matching.lists.recorded import RECORDED
from matching.lists.views import bp

FEATURE = Feature(
    name="lists",
    recorded=RECORDED,
    blueprint=bp,
    commands=(cli,),
    tabs=(Entry("找工作", "briefcase-2", "lists.index", VETERANS, order=10),),
)
