"""Drafts as the application sees them."""

from core.drafts.parameters import ACCOUNT_MB, DRAFT_DAYS, TOTAL_MB
from core.drafts.schedule import old_drafts
from core.drafts.views import bp
from core.features import Feature

FEATURE = Feature(
    name="drafts",
    blueprint=bp,
    parameters=(DRAFT_DAYS, ACCOUNT_MB, TOTAL_MB),
    schedule=(old_drafts,),
)
