"""The declaration of fair rosters as a noun that is imported from sheets."""

from core.access import OFFICERS
from fairs.rosters.checking import OUTCOMES, RosterReader
from fairs.rosters.fields import FIELDS
from fairs.rosters.loading import Loader, remove, undoing
from fairs.rosters.samples import TEMPLATE
from fairs.rosters.settings import opening, questions
from people.accounts.models import Account
from people.ledgers.queries import unasked
from sheets.nouns import FollowUp, SheetNoun, Words

WORDS = Words(
    thing="招聘会名册",
    counter="行",
    invitation="报名名单、纸质签到表、洽谈结果，可以一次导进来。没有现成的表，就下载模板来填。",
    advice="一行一个人，要有姓名，最好有身份证号或手机号；见了几家单位写几行。",
    source_hint="这份表从哪来，如“春季招聘会签到表”。",
    skipping="已经有的报名、签到和结果会跳过",
    removed_too="只因这份表才登记的人也删去，补的签到和改的结果恢复成原来的",
    by_hand="改",
)


def _follow_up(batch_id: int, _viewer: Account) -> FollowUp | None:
    """Return how many people a roster brought agreed to nothing yet."""
    left = unasked(batch_id)
    if not left:
        return None
    text = "他们先只在名单里，不参加推荐。请联系本人，发给认领码；认领时会问同意不同意。"
    return FollowUp(f"有 {left} 人是这份表才登记的", text, "看名单", "veterans.index")


ROSTERS = SheetNoun(
    key="rosters",
    words=WORDS,
    roles=OFFICERS,
    fields=FIELDS,
    outcomes=OUTCOMES,
    template=TEMPLATE,
    opening=opening,
    questions=questions,
    reader=RosterReader,
    loader=Loader,
    undoing=undoing,
    remove=remove,
    list_page="fairs.index",
    row_page=("veterans.detail", "veteran_id"),
    follow_up=_follow_up,
    looks_up_numbers=True,
    order=40,
)
