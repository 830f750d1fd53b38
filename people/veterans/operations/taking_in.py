"""A station takes in a person who registered by themselves and named no township yet.

Until then only the bureau finds them: a clerk sees the people of one township. Who comes with a
paper, and gives the name and the phone they registered with, is that person.
"""

from core import audit
from core.db import db, lock_row
from core.errors import DomainError
from people.accounts.models import Account
from people.corrections.facts import Proof
from people.divisions.queries import covers, place_name
from people.notices.operations import Message, notify
from people.secrecy.personal_numbers import normalise_phone
from people.veterans import queries
from people.veterans.facts import TakeInFacts
from people.veterans.models import Veteran
from people.veterans.operations.profile import touch
from people.veterans.operations.registration import is_own_township

UNKNOWN = "没有用这个姓名和手机号登记过的人。核对姓名和号码，或者代本人登记。"
THERE = "这位已经在本乡镇的名单里，请在名单里查找。"
ELSEWHERE = "这位登记在别的乡镇，请到那边的服务站办，或者请事务局改户籍乡镇。"


def take_in(clerk: Account, facts: TakeInFacts, proof: Proof) -> Veteran:
    """Put a person without a township into the clerk's; the person is notified. Return them.

    Raises DomainError where no one has this name and phone, and where they have a township.
    """
    if not is_own_township(clerk, facts.township_code):
        raise DomainError("只能收到本乡镇。", field="township_code")
    found = queries.account_holds(normalise_phone(facts.phone), facts.name)
    if found is None:
        raise DomainError(UNKNOWN, field="phone")
    veteran = lock_row(found)
    if veteran.township_code:
        is_there = covers(facts.township_code, veteran.township_code)
        raise DomainError(THERE if is_there else ELSEWHERE, field="phone")
    veteran.township_code = facts.township_code
    touch(veteran)
    db.session.flush()
    audit.record(
        "veteran.take_in",
        "veteran",
        veteran.id,
        township=facts.township_code,
        paper=proof.paper.value,
    )
    place = place_name(facts.township_code)
    body = f"服务站看了您的{proof.paper.label}，把您的户籍乡镇记成{place}。不对请打电话告诉我们。"
    key = f"veteran {veteran.id} taken in {veteran.version}"
    notify(queries.recipient_of(veteran), Message(key, "correction", "户籍乡镇记好了", body))
    return veteran
