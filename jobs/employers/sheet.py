"""The declaration of employers as a noun that is imported from sheets."""

from core.access import OFFICERS
from jobs.employers.checking import OUTCOMES, EmployerReader
from jobs.employers.loading import Loader, remove, undoing
from jobs.employers.queries import of_import
from jobs.employers.samples import TEMPLATE
from jobs.employers.sheet_fields import FIELDS
from people.accounts.models import Account
from sheets.nouns import FollowUp, SheetNoun, Words

WORDS = Words(
    thing="用人单位",
    counter="家",
    invitation="手上有企业名册、参会单位名单，可以一次导进来。没有现成的表，就下载模板来填。",
    advice="一行一家单位，要有单位名称，最好有统一社会信用代码。",
    source_hint="这份表从哪来，如“市监局2026年名册”。",
    skipping="没有变化的单位会跳过",
    removed_too="被这次导入改动的单位恢复成原来的",
    by_hand="改",
)


def _follow_up(batch_id: int, _viewer: Account) -> FollowUp | None:
    """Return how many employers of an import nobody verified yet."""
    left = len(of_import(batch_id))
    if not left:
        return None
    text = "核实通过以后，它们才能发布岗位、订展位。"
    title = f"有 {left} 家单位还没有核实"
    return FollowUp(title, text, f"去核实这 {left} 家", "employers.of_import")


EMPLOYERS = SheetNoun(
    key="employers",
    words=WORDS,
    roles=OFFICERS,
    fields=FIELDS,
    outcomes=OUTCOMES,
    template=TEMPLATE,
    reader=EmployerReader,
    loader=Loader,
    undoing=undoing,
    remove=remove,
    list_page="employers.index",
    row_page=("employers.detail", "employer_id"),
    follow_up=_follow_up,
    order=17,
)
