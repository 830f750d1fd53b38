"""Drafts as the application sees them."""

from core.drafts.parameters import DRAFT_DAYS
from core.drafts.schedule import old_drafts
from core.drafts.views import bp
from core.features import Feature

FEATURE = Feature(name="drafts", blueprint=bp, parameters=(DRAFT_DAYS,), schedule=(old_drafts,))
