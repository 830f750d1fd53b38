"""The declaration of people as a noun that is imported from ledgers."""

from core.access import OFFICERS
from people.accounts.models import Account
from people.ledgers.checking import OUTCOMES, PersonReader
from people.ledgers.fields import FIELDS
from people.ledgers.loading import Loader, remove
from people.ledgers.queries import unasked, undoing
from people.ledgers.samples import TEMPLATE
from sheets.nouns import FollowUp, SheetNoun, Words

WORDS = Words(
    thing="退役军人",
    counter="名",
    invitation="手上有建档立卡的台账，可以一次导进来。没有现成的表，就下载模板来填。",
    advice="一行一个人，要有姓名；名单里还没有的人还要有手机号。"
    "有部队代号、番号的列不会导入，请删去。导入的人没有账号，也还没有同意推荐岗位，先只在名单里。",
    source_hint="这份表从哪来，如“榴城镇2026年建档立卡台账”。",
    skipping="名单里没有变化的人会跳过",
    removed_too="被这次导入改动的人恢复成原来的",
    by_hand="改",
)


def follow_up(batch_id: int, _viewer: Account) -> FollowUp | None:
    """Return how many people of an import agreed to nothing yet."""
    left = unasked(batch_id)
    if not left:
        return None
    text = (
        "他们是按台账导入的，还没有同意用资料推荐岗位，所以先只在名单里，不参加推荐。"
        "请联系本人，发给认领码；本人认领时会问同意不同意。"
    )
    return FollowUp(f"有 {left} 人还没有账号", text, "看名单", "veterans.index")


VETERANS = SheetNoun(
    key="veterans",
    words=WORDS,
    roles=OFFICERS,
    fields=FIELDS,
    outcomes=OUTCOMES,
    template=TEMPLATE,
    reader=PersonReader,
    loader=Loader,
    undoing=undoing,
    remove=remove,
    list_page="veterans.index",
    row_page=("veterans.detail", "veteran_id"),
    follow_up=follow_up,
    looks_up_numbers=True,
    order=20,
)
