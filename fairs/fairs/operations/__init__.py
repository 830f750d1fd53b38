"""Operations of fairs: organise, book, attend, meet."""

from fairs.fairs.operations.attendance import cancel_sign_up, sign_up
from fairs.fairs.operations.batches import merge_check_ins, merge_paper_list
from fairs.fairs.operations.booking import book_booth, choose_vacancies, decline_invitation, invite
from fairs.fairs.operations.check_ins import (
    admit,
    check_in,
    log_door_looks,
    register_at_door,
    undo_check_in,
    walk_in,
    why_no_check_in,
)
from fairs.fairs.operations.doubtful_notes import settle_note
from fairs.fairs.operations.meeting import (
    note_missing_results,
    record_meeting,
    record_meeting_by_code,
    remind_all_results,
    remind_results,
    remove_meeting,
    report_results,
)
from fairs.fairs.operations.organising import (
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
    "admit",
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
    "log_door_looks",
    "merge_check_ins",
    "merge_paper_list",
    "missing_for_publication",
    "note_missing_results",
    "plan_fair",
    "record_meeting",
    "record_meeting_by_code",
    "register_at_door",
    "remind_all_results",
    "remind_results",
    "remove_booth",
    "remove_meeting",
    "report_results",
    "settle_note",
    "sign_up",
    "undo_check_in",
    "walk_in",
    "why_no_check_in",
]
