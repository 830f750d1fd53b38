"""The nightly deletion of old drafts."""

from datetime import time

from core.drafts.models import FormDraft
from core.drafts.operations import oldest
from core.scheduling.registry import scheduled
from core.slices import delete_in_slices


@scheduled("drafts", "清理过期的草稿", daily_at=time(3, 10))
def old_drafts() -> str:
    """Delete the drafts nobody has written to for as many days as the bureau has set."""
    return f"{delete_in_slices(FormDraft, FormDraft.saved_at < oldest())} 份"
