"""The declaration of vacancies as a noun that is imported from sheets."""

from core import clock
from core.access import EMPLOYERS, OFFICERS, VACANCY_EDITORS
from core.parameters.registry import amount_of
from jobs.employers import queries as employers
from jobs.importing.checking import OUTCOMES, VacancyReader
from jobs.importing.fields import FIELDS
from jobs.importing.loading import Loader, remove
from jobs.importing.queries import undoing, unverified, visible
from jobs.importing.samples import TEMPLATE
from jobs.importing.settings import left_out, questions
from jobs.vacancies.parameters import USUAL_DAYS
from people.accounts.models import Account
from sheets.nouns import FollowUp, Opening, SheetNoun, Words

WORDS = Words(
    thing="岗位",
    counter="个",
    invitation="手上有招聘会的岗位表，可以一次导进来。没有现成的表，就下载模板来填。",
    advice="一行一个岗位，至少有岗位名称一列。",
    source_hint="岗位页面上会写明，如“怀远县2026年春季招聘会”。",
    skipping="还在招的相同岗位会跳过",
    removed_too="和只因这次导入才有的单位",
    by_hand="下架",
)


def opening(viewer: Account | None) -> Opening:
    """Return what the sheet of a viewer begins with: an employer imports its own vacancies."""
    settings = {"employer": "", "valid_days": amount_of(USUAL_DAYS, clock.today())}
    is_employer = viewer is not None and viewer.role in EMPLOYERS
    own = employers.employer_of(viewer.id) if viewer is not None and is_employer else None
    if own is None:
        return Opening({**settings, "employer_id": None})
    return Opening({**settings, "employer_id": own.id}, source=own.name)


def follow_up(batch_id: int, viewer: Account) -> FollowUp | None:
    """Return how many employers an import brought that nobody verified yet."""
    employers_left, held = unverified(batch_id)
    if not employers_left or viewer.role not in OFFICERS:
        return None
    text = f"它们的 {held} 个岗位还没有对外显示，核实通过后自动显示。"
    title = f"有 {employers_left} 家单位还没有核实"
    return FollowUp(title, text, f"去核实这 {employers_left} 家", "employers.of_import")


VACANCIES = SheetNoun(
    key="vacancies",
    words=WORDS,
    roles=VACANCY_EDITORS,
    fields=FIELDS,
    outcomes=OUTCOMES,
    template=TEMPLATE,
    visible=visible,
    opening=opening,
    questions=questions,
    left_out=left_out,
    reader=VacancyReader,
    loader=Loader,
    undoing=undoing,
    remove=remove,
    list_page="vacancies.index",
    follow_up=follow_up,
    row_page=("vacancies.detail", "vacancy_id"),
    order=10,
)
