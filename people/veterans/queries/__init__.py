"""Reads about veterans: one profile, lists for the desk, a person's own data."""

from people.veterans.queries.lists import (
    Listing,
    count_waiting,
    find_by_words,
    listed,
    retired_years,
    waiting_for_verification,
)
from people.veterans.queries.own_data import (
    Look,
    consents_of,
    decisions_of,
    everything_about,
    looks_at,
)
from people.veterans.queries.profiles import (
    Duplicate,
    account_holds,
    draft_of,
    drafts_of,
    has_profile,
    may_see,
    own_profile,
    possible_duplicates,
    record_of,
    veteran_for,
    veterans_with_records,
)

__all__ = [
    "Duplicate",
    "Listing",
    "Look",
    "account_holds",
    "consents_of",
    "count_waiting",
    "decisions_of",
    "draft_of",
    "drafts_of",
    "everything_about",
    "find_by_words",
    "has_profile",
    "listed",
    "looks_at",
    "may_see",
    "own_profile",
    "possible_duplicates",
    "record_of",
    "retired_years",
    "veteran_for",
    "veterans_with_records",
    "waiting_for_verification",
]
