"""Operations of the exchange: save a partner, export a package, import one, undo it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import audit, clock
from core.access import Role
from core.codes import new_code
from core.db import db, one_at_a_time
from core.errors import DomainError
from core.parameters.registry import amount_of
from fairs.exchange import contents, employers, package, queries
from fairs.exchange.facts import PartnerFacts, fitting
from fairs.exchange.models import Direction, Package, Partner
from fairs.exchange.parameters import PARTNER_DAYS
from fairs.fairs.facts import SIGN_UP_GROUPS
from fairs.fairs.models import Fair, FairVacancy, SignUp
from jobs.vacancies.lifecycle import EDITABLE
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.operations import change_vacancy, draft_vacancy

NOT_JOINT = "这场招聘会不是和这家局合办的。"


@dataclass(frozen=True)
class TakenIn:
    """Counts of an import: vacancies to review, drafts, guests, repeated guests."""

    submitted: int
    drafts: int
    sign_ups: int
    repeats: int


def save_partner(facts: PartnerFacts) -> Partner:
    """Save a partner bureau, or renew its key. Raises DomainError with all that is wrong."""
    facts.check()
    partner = queries.partner_of_division(facts.division_code)
    if partner is None:
        partner = Partner(division_code=facts.division_code)
        db.session.add(partner)
    partner.name, partner.verify_key = facts.name, package.read_verify_key(facts.verify_key)
    days = amount_of(PARTNER_DAYS, clock.today())
    partner.valid_until = clock.start_of(clock.days_ahead(days + 1)) - timedelta(seconds=1)
    db.session.flush()
    audit.record("partner.save", "partner", partner.id, code=partner.division_code)
    return partner


def export_for_partner(
    fair: Fair, *, county: str, passphrase: str, by_id: int, may_be_empty: bool = False
) -> bytes:
    """Return the package of a joint fair for its partner. Raises DomainError without a partner."""
    partner = queries.partner_by_code(fair.partner_code or "", clock.now())
    if partner is None:
        raise DomainError("还没有登记合办的那家局，请先登记它的公钥。", field="fair")
    data, row = hand_out(fair, partner, county=county, passphrase=passphrase, by_id=by_id)
    if not row.vacancies and not row.sign_ups and not may_be_empty:
        raise _empty("导出")
    return data


def _ask_where_empty(received: dict[str, Any], may_be_empty: bool) -> None:
    if not received["vacancies"] and not received["sign_ups"] and not may_be_empty:
        raise _empty("导入")


def _empty(action: str) -> DomainError:
    return DomainError(
        f"没有岗位，也没有人同意共享，是空的。确实要{action}，请勾选下面一项。",
        field="may_be_empty",
    )


def hand_out(
    fair: Fair, partner: Partner, *, county: str, passphrase: str, by_id: int
) -> tuple[bytes, Package]:
    """Return the package of a fair for a partner: its vacancies, and the people who agreed."""
    if fair.partner_code != partner.division_code:
        raise DomainError(NOT_JOINT, field="fair")
    vacancies = [vacancy for vacancy in queries.vacancies_of(fair.id) if not vacancy.vacancy.source]
    sign_ups = queries.sharing_sign_ups(fair.id)
    received = contents.contents_of(
        fair, vacancies, sign_ups, sender=county, receiver=partner.division_code
    )
    data = package.seal_package(received, sender=county, passphrase=passphrase)
    row = _note(Direction.OUT, partner, fair, data, received, by_id)
    audit.record(
        "package.hand_out", "package", row.id, vacancies=row.vacancies, sign_ups=row.sign_ups
    )
    if shared := [one.veteran_id for one in sign_ups if one.veteran_id is not None]:
        audit.record_about("veteran.share", shared, partner=partner.id)
    return data, row


def take_in(
    data: bytes,
    fair: Fair,
    *,
    county: str,
    passphrase: str,
    by_id: int,
    may_be_empty: bool = False,
) -> TakenIn:
    """Import a partner's package into a fair and return the counts.

    Employers wait for verification here, apart from a local one of the same code until staff
    match them; vacancies keep the partner's name as 来源 and wait for review. What cannot be
    submitted stays a draft. Raises DomainError, also where the same package was imported before.
    """
    partner = queries.partner_by_code(package.sender_of(data), clock.now())
    if partner is None:
        raise DomainError("没有登记过这家局，或者登记已过期。请先登记对方的公钥。", field="file")
    if fair.partner_code != partner.division_code:
        raise DomainError(NOT_JOINT, field="fair")
    received = package.open_package(data, verify_key=partner.verify_key, passphrase=passphrase)
    received = contents.read_contents(received, sender=partner.division_code, receiver=county)
    _ask_where_empty(received, may_be_empty)
    digest = hashlib.sha256(data).hexdigest()
    one_at_a_time(f"package {digest}")
    known = queries.package_by_digest(Direction.IN, digest)
    if known is not None and known.undone_at is None:
        raise DomainError("这个包已经导入过了。", field="file")
    row = _note(Direction.IN, partner, fair, data, received, by_id)
    vacancies = [_take_vacancy(vacancy, partner, fair) for vacancy in received["vacancies"]]
    guests = [_take_sign_up(guest, partner, fair) for guest in received["sign_ups"]]
    made = [guest for guest in guests if guest is not None]
    row.made = {"vacancies": [one.id for one in vacancies], "sign_ups": [one.id for one in made]}
    db.session.flush()
    audit.record("package.take_in", "package", row.id, vacancies=row.vacancies, sign_ups=len(made))
    submitted = sum(one.status is VacancyStatus.SUBMITTED for one in vacancies)
    return TakenIn(submitted, len(vacancies) - submitted, len(made), len(guests) - len(made))


def undo(row: Package) -> tuple[int, int]:
    """Undo an import: remove its vacancies, delete its guests; return how many of each.

    Guests who have checked in stay, and so do applications to the vacancies.
    """
    if row.direction is not Direction.IN or row.undone_at is not None:
        raise DomainError("这个包不能撤销。")
    vacancies = people = 0
    made = row.made or {}
    for vacancy in queries.rows_of(Vacancy, made.get("vacancies", ())):
        vacancies += _remove_vacancy(vacancy)
    for sign_up in queries.rows_of(SignUp, made.get("sign_ups", ())):
        if sign_up.checked_in_at is None:
            db.session.delete(sign_up)
            people += 1
    row.undone_at = clock.now()
    db.session.flush()
    audit.record("package.undo", "package", row.id, vacancies=vacancies, sign_ups=people)
    return vacancies, people


def _note(
    direction: Direction,
    partner: Partner,
    fair: Fair,
    data: bytes,
    received: dict[str, Any],
    by_id: int,
) -> Package:
    digest = hashlib.sha256(data).hexdigest()
    row = queries.package_by_digest(direction, digest)
    if row is None:
        row = Package(direction=direction, digest=digest)
        db.session.add(row)
    row.partner_id, row.fair_id, row.by_id = partner.id, fair.id, by_id
    row.vacancies, row.sign_ups = len(received["vacancies"]), len(received["sign_ups"])
    row.undone_at, row.made = None, None
    db.session.flush()
    return row


def _take_vacancy(received: dict[str, Any], partner: Partner, fair: Fair) -> Vacancy:
    """Create a vacancy for the bureau to review: a package publishes nothing."""
    employer = employers.employer_of(received["employer"], partner)
    vacancy = draft_vacancy(
        employer, contents.vacancy_facts(received["vacancy"], source=partner.name)
    )
    try:
        with db.session.begin_nested():
            change_vacancy(
                vacancy, "submit", role=Role.OFFICER, today=clock.today(), confirmed=True
            )
    except DomainError as error:
        db.session.refresh(vacancy)
        vacancy.status_note = fitting(f"来自{partner.name}，还不能提交审核：{error.message}")
    db.session.add(FairVacancy(fair_id=fair.id, vacancy_id=vacancy.id, headcount=vacancy.headcount))
    return vacancy


def _take_sign_up(received: dict[str, Any], partner: Partner, fair: Fair) -> SignUp | None:
    if queries.has_guest(fair.id, received["key"]):
        return None
    sign_up = SignUp(
        fair_id=fair.id,
        guest_key=received["key"],
        guest_name=received["name"],
        bureau_code=partner.division_code,
        code=new_code(SIGN_UP_GROUPS),
    )
    sign_up.guest = json.dumps(received, ensure_ascii=False)
    db.session.add(sign_up)
    db.session.flush()
    return sign_up


def _remove_vacancy(vacancy: Vacancy) -> int:
    if vacancy.status is VacancyStatus.REMOVED:
        return 0
    event = "close" if vacancy.status in EDITABLE else "remove"
    reason = "撤销了对方局的交换包。"
    change_vacancy(vacancy, event, role=Role.OFFICER, today=clock.today(), reason=reason)
    return 1
