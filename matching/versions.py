"""Versions of the model: made from confirmed labels and outcomes, replayed, activated, undone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, found
from core.errors import DomainError, NotFoundError
from core.paging import count_of
from jobs.vacancies.models import Vacancy
from lexicon.mentions import find_specialty
from matching import impressions
from matching.active_model import Labels, current, labels_of, language
from matching.engine.learning import learn
from matching.engine.titles import ConfirmedTitle, ConfirmedTrade, trade_weights
from matching.models import ModelKind, ModelStatus, ModelVersion, TitleExclusion
from matching.open_vacancies import OpenVacancies, current_vacancies, vacancies_with
from matching.queries import candidate_docs
from matching.replay import replayed
from people.veterans.models import ServiceRecord
from placements.placements.models import Placement, PlacementStatus

# Below these the 95 % interval of the gain is too wide to show that other weights are better.
LEAST_CONVERTED = 500  # applications and placements
LEAST_PEOPLE = 100
STARTABLE = (ModelStatus.DRAFT, ModelStatus.RETIRED)


def confirmed_titles() -> tuple[ConfirmedTitle, ...]:
    """Return title and occupation of every published vacancy, without the excluded titles."""
    query = select(Vacancy.title, Vacancy.occupation_code).where(
        Vacancy.published_at.is_not(None), Vacancy.occupation_code != ""
    )
    excluded_titles = set(db.session.scalars(select(TitleExclusion.title)))
    rows = db.session.execute(query.order_by(Vacancy.id))
    return tuple((title, code) for title, code in rows if title not in excluded_titles)


def confirmed_trades() -> tuple[ConfirmedTrade, ...]:
    """Return (military trade, occupation, people) of verified placements.

    Each veteran counts once for a trade and an occupation.
    """
    query = (
        select(ServiceRecord.specialty, Placement.occupation_code, Placement.veteran_id)
        .join(ServiceRecord, ServiceRecord.veteran_id == Placement.veteran_id)
        .where(Placement.verified_at.is_not(None), Placement.status != PlacementStatus.VOID)
        .where(Placement.occupation_code != "")
    )
    rows = db.session.execute(query)
    placed = {(_trade(specialty), code, veteran_id) for specialty, code, veteran_id in rows}
    people = Counter((trade, code) for trade, code, _ in placed)
    return tuple(sorted((trade, code, count) for (trade, code), count in people.items()))


def _trade(specialty: str) -> str:
    """Return the lexicon's key of a military trade, or its own words where it is not listed."""
    if specialty in language().lexicon.specialties:
        return specialty
    return find_specialty(specialty) or specialty.strip()


def make_titles(*, by_id: int | None) -> ModelVersion:
    """Store the titles and trades confirmed now as a draft, with the result of its replay.

    Raises DomainError where nothing is new.
    """
    labels = Labels(confirmed_titles(), confirmed_trades())
    model = current()
    before = labels_of(model.titles_id)
    if sorted(labels.titles) == sorted(before.titles) and labels.trades == before.trades:
        raise DomainError("和正在用的一样，没有新确认的岗位名称。")
    counts = {"titles": len(set(labels.titles)), "trades": len(trade_weights(labels.trades))}
    report = counts | _replay(vacancies_with(model.points, labels))
    return _draft(ModelKind.TITLES, ModelStatus.DRAFT, labels._asdict(), report, by_id=by_id)


def make_weights(*, by_id: int | None) -> ModelVersion:
    """Learn weights from outcomes and store them with the result of their replay.

    The version is a draft if the whole 95 % interval of the gain is above 0, else refused. Raises
    DomainError where there are too few outcomes to learn from.
    """
    outcomes = impressions.outcomes()
    converted, people = int(outcomes.converted.sum()), len(set(outcomes.person.tolist()))
    if converted < LEAST_CONVERTED or people < LEAST_PEOPLE:
        raise DomainError(
            f"推荐以后投递、就业的有 {converted} 次、{people} 人；"
            f"满 {LEAST_CONVERTED} 次、{LEAST_PEOPLE} 人才学得准。现在按定好的分值排。"
        )
    learnt = learn(outcomes)
    model = current()
    labels = labels_of(model.titles_id)
    report = {
        "outcomes": learnt.outcomes,
        "converted": learnt.converted,
        "learnt_from": learnt.people,
        "gain": [learnt.low, learnt.gain, learnt.high],
    } | _replay(vacancies_with(learnt.points, labels))
    status = ModelStatus.DRAFT if learnt.is_better else ModelStatus.REFUSED
    return _draft(ModelKind.WEIGHTS, status, {"points": dict(learnt.points)}, report, by_id=by_id)


def _replay(after: OpenVacancies) -> dict[str, Any]:
    return replayed(current_vacancies(), after, candidate_docs())


def _draft(
    kind: ModelKind,
    status: ModelStatus,
    content: dict[str, Any],
    report: Mapping[str, Any],
    *,
    by_id: int | None,
) -> ModelVersion:
    version = ModelVersion(
        kind=kind,
        status=status,
        content=content,
        report=dict(report),
        made_by=by_id,
        made_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    audit.record("matching.version_make", "model_version", version.id, kind=kind.value)
    return version


def activate(version_id: int) -> ModelVersion:
    """Activate a version and retire the one before.

    Raises NotFoundError where there is none, DomainError where it may not be activated.
    """
    version = get(version_id)
    if version.status is ModelStatus.REFUSED:
        raise DomainError("这一版没有比现在好，不能启用。")
    if version.status is ModelStatus.ACTIVE:
        raise DomainError("这一版正在用。")
    _retire(version.kind)
    version.status, version.activated_at = ModelStatus.ACTIVE, clock.now()
    _flush_alone()
    audit.record("matching.version_activate", "model_version", version.id, kind=version.kind.value)
    return version


def roll_back(kind: ModelKind) -> ModelVersion | None:
    """Retire the active version and return the one before it, now active.

    None means the built-in weights, or no titles. Raises DomainError where no version is active.
    """
    now = active(kind)
    if now is None:
        raise DomainError("现在用的就是最初的，没有可以退回的。")
    before = _before(now)
    _retire(kind)
    if before is not None:
        before.status, before.activated_at = ModelStatus.ACTIVE, clock.now()
    now.activated_at = None  # so that a second roll-back goes further back, not here
    _flush_alone()
    audit.record(
        "matching.version_roll_back",
        "model_version",
        now.id,
        kind=kind.value,
        to=before.id if before else 0,
    )
    return before


def _flush_alone() -> None:
    """Flush; raise DomainError where another version was activated at the same moment."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise DomainError("刚刚有人启用了另一版，请刷新再看。") from error


def _retire(kind: ModelKind) -> None:
    now = active(kind)
    if now is not None:
        now.status = ModelStatus.RETIRED
        db.session.flush()


def _before(now: ModelVersion) -> ModelVersion | None:
    """Return the version active before this one: the last activated among the others."""
    query = select(ModelVersion).where(
        ModelVersion.kind == now.kind,
        ModelVersion.id != now.id,
        ModelVersion.activated_at.is_not(None),
    )
    order = (ModelVersion.activated_at.desc(), ModelVersion.id.desc())
    return db.session.scalar(query.order_by(*order).limit(1))


def active(kind: ModelKind) -> ModelVersion | None:
    """Return the active version of a kind, None where there is none."""
    query = select(ModelVersion).where(
        ModelVersion.kind == kind, ModelVersion.status == ModelStatus.ACTIVE
    )
    return db.session.scalar(query)


def get(version_id: int) -> ModelVersion:
    """Return a version. Raises NotFoundError where there is none."""
    return found(db.session.get(ModelVersion, version_id))


def versions(kind: ModelKind, *, most: int = 20) -> list[ModelVersion]:
    """Return the newest versions of a kind, at most `most`."""
    query = select(ModelVersion).where(ModelVersion.kind == kind)
    return list(db.session.scalars(query.order_by(ModelVersion.id.desc()).limit(most)))


@dataclass(frozen=True)
class TrainingTitle:
    """A title of published vacancies, the occupation staff confirmed, and how many vacancies."""

    title: str
    code: str
    occupation: str
    vacancies: int


def training_titles(words: str = "") -> list[TrainingTitle]:
    """Return the titles learnt from, the most frequent first, narrowed by words in their names."""
    counts = Counter(confirmed_titles())
    occupations = language().lexicon.occupations
    titles = [
        TrainingTitle(
            title, code, occupations[code].name if code in occupations else code, vacancies
        )
        for (title, code), vacancies in counts.items()
    ]
    chosen = [one for one in titles if words in one.title or words in one.occupation]
    return sorted(chosen, key=lambda one: (-one.vacancies, one.title, one.code))


def excluded_titles() -> list[str]:
    """Return the titles excluded from learning."""
    return list(db.session.scalars(select(TitleExclusion.title).order_by(TitleExclusion.title)))


def pending_labels() -> dict[ModelKind, str]:
    """Return for each kind a sentence on what a new version could learn from now."""
    model = current()
    known = set(labels_of(model.titles_id).titles)
    fresh = len(set(confirmed_titles()) - known)
    converted = impressions.count_conversions()
    return {
        ModelKind.TITLES: f"有 {fresh} 个新确认的岗位名称。" if fresh else "没有新确认的岗位名称。",
        ModelKind.WEIGHTS: f"看过推荐以后投递、就业的有 {converted} 次，"
        f"满 {LEAST_CONVERTED} 次才学。",
    }


def exclude_title(title: str, *, by_id: int) -> None:
    """Exclude a title from the next version on. Raises NotFoundError where no vacancy has it."""
    if not count_of(select(Vacancy.id).where(Vacancy.title == title)):
        raise NotFoundError
    if db.session.get(TitleExclusion, title) is None:
        db.session.add(TitleExclusion(title=title, by_id=by_id, at=clock.now()))
        db.session.flush()
    audit.record("matching.title_leave_out", "model_version", None)


def include_title(title: str) -> None:
    """Include an excluded title again. Raises NotFoundError where it is not excluded."""
    db.session.delete(found(db.session.get(TitleExclusion, title)))
    db.session.flush()
    audit.record("matching.title_let_in", "model_version", None)
