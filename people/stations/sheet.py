"""The declaration of stations and their staff as a noun that is imported from sheets."""

from core.access import OFFICERS
from people.accounts.models import Account
from people.stations.checking import OUTCOMES, StationReader
from people.stations.loading import Loader, remove, undoing
from people.stations.queries import count_without_account
from people.stations.samples import TEMPLATE
from people.stations.sheet_fields import FIELDS
from sheets.nouns import FollowUp, SheetNoun, Words

WORDS = Words(
    thing="服务站和人员",
    counter="行",
    invitation="县里、乡镇和村的服务站连同人员，一份表一次建好。没有现成的表，就下载模板来填。",
    advice="一行一个站或站里的一个人，要有服务站名称或乡镇。",
    source_hint="这份表从哪来，如“2026年服务站花名册”。",
    skipping="没有变化的站和人会跳过",
    removed_too="给他们新开、还没登录过的账号停用，被改动的恢复成原来的",
    by_hand="改",
)


def _follow_up(_batch_id: int, _viewer: Account) -> FollowUp | None:
    """Return how many staff members have no account yet: an admin opens theirs."""
    left = count_without_account()
    if not left:
        return None
    text = "登录账号由系统管理员开：请管理员打开“站里人员账号”，一次开好，把一次性密码当面给本人。"
    return FollowUp(f"站里有 {left} 人还没有登录账号", text, "看服务站", "stations.index")


STATIONS = SheetNoun(
    key="stations",
    words=WORDS,
    roles=OFFICERS,
    fields=FIELDS,
    outcomes=OUTCOMES,
    template=TEMPLATE,
    reader=StationReader,
    loader=Loader,
    undoing=undoing,
    remove=remove,
    list_page="stations.index",
    row_page=("stations.detail", "station_id"),
    follow_up=_follow_up,
    looks_up_numbers=True,
    order=15,
)
