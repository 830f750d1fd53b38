"""Operations of learning: note what was seen, make versions, exclude titles, forget."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, found, transaction
from core.errors import DomainError, NotFoundError
from core.paging import count_of
from core.parameters.registry import amount_of
from core.slices import delete_in_slices
from jobs.vacancies.models import Vacancy
from matching.engine.learning import learn
from matching.engine.titles import trade_weights
from matching.index.open_vacancies import OpenVacancies, current_vacancies, vacancies_with
from matching.index.queries import candidate_docs
from matching.learning import queries
from matching.learning.models import Impression, TitleExclusion
from matching.learning.parameters import IMPRESSION_DAYS
from matching.learning.queries import LEAST_CONVERTED, LEAST_PEOPLE
from matching.learning.replay import replayed
from matching.learning.tokens import ShownPage, read_token
from matching.versions.language import Labels
from matching.versions.models import ModelKind, ModelStatus, ModelVersion
from matching.versions.operations import add_version
from matching.versions.queries import current, labels_of


def note_seen(veteran_id: int, token: str, *, key: str, opened: int | None = None) -> None:
    """Store what a page showed a veteran, each vacancy once a day, and which one they opened.

    Raises DomainError where `read_token` refuses the token or it belongs to another person.
    """
    page = read_token(token, key=key)
    if page.veteran_id != veteran_id:
        raise DomainError("页面不是您的，请重新打开。")
    try:
        with transaction(audited=False):  # a trace of reading, not an action on a record
            _keep(page)
            if opened is not None:
                _mark_opened(veteran_id, page.day, opened)
    except IntegrityError:
        pass  # another tab sent the same at the same moment


def _keep(page: ShownPage) -> None:
    ids = [vacancy_id for vacancy_id, _, _ in page.vacancies]
    mine = (Impression.veteran_id == page.veteran_id, Impression.day == page.day)
    there = set(db.session.scalars(select(Impression.vacancy_id).where(*mine)))
    left = set(db.session.scalars(select(Vacancy.id).where(Vacancy.id.in_(ids)))) - there
    db.session.add_all(
        Impression(
            veteran_id=page.veteran_id,
            vacancy_id=vacancy_id,
            day=page.day,
            position=position,
            fractions=fractions,
        )
        for vacancy_id, position, fractions in page.vacancies
        if vacancy_id in left
    )
    db.session.flush()


def _mark_opened(veteran_id: int, day: date, vacancy_id: int) -> None:
    mine = (Impression.veteran_id == veteran_id, Impression.vacancy_id == vacancy_id)
    change = update(Impression).where(*mine, Impression.day == day, Impression.opened_at.is_(None))
    db.session.execute(change.values(opened_at=clock.now()))


def forget_old() -> int:
    """Delete impressions older than `IMPRESSION_DAYS` and return how many."""
    today = clock.today()
    oldest = today - timedelta(days=amount_of(IMPRESSION_DAYS, today))
    return delete_in_slices(Impression, Impression.day < oldest)


def make_titles(*, by_id: int | None) -> ModelVersion:
    """Store the titles and trades confirmed now as a draft, with the result of its replay.

    Raises DomainError where nothing is new.
    """
    labels = Labels(queries.confirmed_titles(), queries.confirmed_trades())
    model = current()
    before = labels_of(model.titles_id)
    if sorted(labels.titles) == sorted(before.titles) and labels.trades == before.trades:
        raise DomainError("和正在用的一样，没有新确认的岗位名称。")
    counts = {"titles": len(set(labels.titles)), "trades": len(trade_weights(labels.trades))}
    report = counts | _replay(vacancies_with(model.points, labels))
    return add_version(ModelKind.TITLES, ModelStatus.DRAFT, labels._asdict(), report, by_id=by_id)


def make_weights(*, by_id: int | None) -> ModelVersion:
    """Learn weights from outcomes and store them with the result of their replay.

    The version is a draft if the whole 95 % interval of the gain is above 0, else refused. Raises
    DomainError where there are too few outcomes to learn from.
    """
    outcomes = queries.outcomes()
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
    content = {"points": dict(learnt.points)}
    return add_version(ModelKind.WEIGHTS, status, content, report, by_id=by_id)


def _replay(after: OpenVacancies) -> dict[str, Any]:
    return replayed(current_vacancies(), after, candidate_docs())


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
