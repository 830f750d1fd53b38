"""Deeds of fairs: organise, book, attend, meet."""

from jobs.fairs.operations.attendance import (
    CheckInRecord,
    CheckInResult,
    cancel_sign_up,
    check_in,
    merge_check_ins,
    sign_up,
    undo_check_in,
)
from jobs.fairs.operations.booking import book_booth, choose_vacancies, decline_invitation, invite
from jobs.fairs.operations.meeting import (
    record_meeting,
    remind_all_results,
    remind_results,
    remove_meeting,
    report_results,
)
from jobs.fairs.operations.organising import (
    advance_fairs,
    change_fair,
    copy_fair,
    create_booths,
    edit_fair,
    hand_in_paper,
    missing_for_publication,
    plan_fair,
    remove_booth,
)

__all__ = [
    "CheckInRecord",
    "CheckInResult",
    "advance_fairs",
    "book_booth",
    "cancel_sign_up",
    "change_fair",
    "check_in",
    "choose_vacancies",
    "copy_fair",
    "create_booths",
    "decline_invitation",
    "edit_fair",
    "hand_in_paper",
    "invite",
    "merge_check_ins",
    "missing_for_publication",
    "plan_fair",
    "record_meeting",
    "remind_all_results",
    "remind_results",
    "remove_booth",
    "remove_meeting",
    "report_results",
    "sign_up",
    "undo_check_in",
]
