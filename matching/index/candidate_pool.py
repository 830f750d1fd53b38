"""The profiles of all candidates, read once for all requests of a process."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from core import clock
from matching.engine.language import Language
from matching.engine.profile import Profile, read_profile
from matching.index import snapshots
from matching.index.cache import StampedCache
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import candidate_docs, candidates_stamp
from matching.versions import queries as versions


@dataclass(frozen=True, eq=False)
class Pool:
    """The profiles of all candidates at one moment, by id."""

    stamp: Hashable
    profiles: Sequence[Profile]
    language: Language


def _make_pool(stamp: Hashable, before: Pool | None) -> Pool:
    """Return the pool; only profiles that changed are read again."""
    language = current_vacancies().index.language
    is_same_model = before is not None and before.language is language
    known = {one.veteran.id: one for one in before.profiles} if before and is_same_model else {}
    profiles = []
    for doc in candidate_docs():
        old = known.get(doc.id)
        is_same = old is not None and old.veteran == doc
        profiles.append(old if old and is_same else read_profile(doc, language))
    return Pool(stamp, profiles, language)


def _stamp() -> Hashable:
    # The language follows from the index in use and the active titles.
    titles_id = versions.current().titles_id
    return clock.today(), candidates_stamp(), snapshots.name_in_use(), titles_id


cache: StampedCache[Pool] = StampedCache(_stamp, _make_pool)


def current_pool() -> Pool:
    """Return the pool as it is now."""
    return cache.current()
