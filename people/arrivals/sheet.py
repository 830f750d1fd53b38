"""The declaration of arrivals as a noun that is imported from ledgers."""

from sqlalchemy import ColumnElement, true

from core.access import CASEWORKERS, COUNTY_READERS
from core.errors import DomainError
from people.accounts.models import Account
from people.arrivals.checking import OUTCOMES, ArrivalReader
from people.arrivals.fields import FIELDS
from people.arrivals.loading import Loader
from people.arrivals.rules import check_approved
from people.arrivals.samples import TEMPLATE
from people.arrivals.taking_back import remove, undoing
from people.ledgers.sheet import follow_up
from sheets.dates import has_day, parse_day
from sheets.models import ImportBatch
from sheets.nouns import Opening, SheetNoun, TextQuestion, Words

WORDS = Words(
    thing="接收的人",
    counter="名",
    invitation="手上有接收退役士兵的台账，可以一次导进来，名单里没有的人会一起登记。",
    advice="一行一个人，要有姓名、批准退役日期或退役日期；名单里还没有的人还要有手机号。"
    "介绍信、落户、优待证这些事一件一列，打“√”或写日期。有部队代号、番号的列不会导入，请删去。",
    source_hint="这份表从哪来，如“2026年秋季接收台账”。",
    skipping="接收过、没有新办的人会跳过",
    removed_too="一起登记的人删去，被这次导入改动的恢复成原来的",
    by_hand="改",
)
NOWHERE = "-"  # a clerk without a township receives nobody
NOT_A_DAY = "批准退役日期请写成 2026-09-01。"


def read_day(text: str) -> str:
    """Return a day for the whole sheet as it is kept, "" for none. Raises DomainError."""
    if not text.strip():
        return ""
    day = parse_day(text)
    if day is None or not has_day(text):
        raise DomainError(NOT_A_DAY, field="approved_on")
    check_approved(day)
    return day.isoformat()


APPROVED = TextQuestion(
    key="approved_on",
    label="批准退役日期（表里没有日期的人都按这一天）",
    hint="如 2026-09-01；表里有批准退役日期或退役日期的，不用填。",
    subject="批准退役日期",
    longest=20,
    read=read_day,
)


def visible(viewer: Account) -> ColumnElement[bool]:
    """Return the condition of the imports a viewer may see: a clerk their own, an officer all."""
    return true() if viewer.role in COUNTY_READERS else ImportBatch.by_id == viewer.id


def opening(viewer: Account | None) -> Opening:
    """Return what the sheet of a viewer begins with: a clerk receives those of their township."""
    if viewer is None or viewer.role in COUNTY_READERS:
        return Opening({"approved_on": "", "township": ""})
    return Opening({"approved_on": "", "township": viewer.division_code or NOWHERE})


ARRIVALS = SheetNoun(
    key="arrivals",
    words=WORDS,
    roles=CASEWORKERS,
    fields=FIELDS,
    outcomes=OUTCOMES,
    template=TEMPLATE,
    visible=visible,
    opening=opening,
    questions=lambda _settings: (APPROVED,),
    reader=ArrivalReader,
    loader=Loader,
    undoing=undoing,
    remove=remove,
    list_page="arrivals.index",
    row_page=("arrivals.receive", "veteran_id"),
    follow_up=follow_up,
    looks_up_numbers=True,
    order=30,
)
