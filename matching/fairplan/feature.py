"""The plan of a fair as the application sees it."""

from core.features import Feature
from matching.fairplan.parameters import GRACE_MINUTES
from matching.fairplan.privacy import PERSONAL
from matching.fairplan.recorded import RECORDED
from matching.fairplan.views import bp

FEATURE = Feature(
    name="fairplan",
    recorded=RECORDED,
    blueprint=bp,
    parameters=(GRACE_MINUTES,),
    personal=PERSONAL,
)
