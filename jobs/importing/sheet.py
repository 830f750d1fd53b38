"""The declaration of vacancies as a noun that is imported from sheets."""

from core import clock
from core.access import EMPLOYERS, VACANCY_EDITORS
from core.parameters.registry import amount_of
from jobs.employers import queries as employers
from jobs.importing.checking import OUTCOMES, VacancyReader
from jobs.importing.fields import FIELDS
from jobs.importing.loading import Loader, remove
from jobs.importing.queries import undoing, visible
from jobs.importing.samples import TEMPLATE
from jobs.importing.settings import left_out, questions
from jobs.vacancies.parameters import USUAL_DAYS
from people.accounts.models import Account
from sheets.nouns import Opening, SheetNoun, Words

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


def opening(viewer: Account) -> Opening:
    """Return what the sheet of a viewer begins with: an employer imports its own vacancies."""
    settings = {"employer": "", "valid_days": amount_of(USUAL_DAYS, clock.today())}
    own = employers.employer_of(viewer.id) if viewer.role in EMPLOYERS else None
    if own is None:
        return Opening({**settings, "employer_id": None})
    return Opening({**settings, "employer_id": own.id}, source=own.name)


VACANCIES = SheetNoun(
    key="vacancies",
    words=WORDS,
    roles=VACANCY_EDITORS,
    fields=FIELDS,
    outcomes=tuple(OUTCOMES.values()),
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
    row_page=("vacancies.detail", "vacancy_id"),
)
