"""Rows for the access tests: for every role its own rows, and those of a stranger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module
from types import ModuleType
from typing import Any

from flask import current_app
from werkzeug.routing import Rule

from core import clock
from core.access import Role
from core.config import ROOT
from core.db import transaction
from core.files.models import StoredFile
from core.files.storage import Document, store_document
from fairs.exchange.models import Direction, Package, Partner
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    FairBooking,
    FairBooth,
    FairStatus,
    FairVacancy,
    PlanStop,
    SignUp,
)
from jobs.applications.models import Application, ContactConsent
from jobs.employers.models import DocumentKind, EmployerDocument
from jobs.importing.models import ImportBatch, ImportStatus
from jobs.importing.plan import Plan
from people.accounts.models import Account
from people.arrivals.models import Arrival, ArrivalItem
from people.notices.models import Audience, CallStatus, Notice
from people.stations.models import (
    Employment,
    Station,
    StationLevel,
    StationStaff,
    StationTask,
    TaskKind,
)
from people.veterans.models import (
    Branch,
    Consent,
    ConsentPurpose,
    RankSystem,
    ServiceRecord,
)
from placements.placements.models import (
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementEvidence,
    VerifyMethod,
)
from placements.pledges.models import HirePledge
from tests.support.factories import (
    CHANGFEN,
    LIUCHENG,
    make_account,
    make_employer,
    make_vacancy,
    make_veteran,
    save,
)
from tests.support.imports import site_of

MISSING = 999_999
WORDS = {
    "kind": "service",
    "section": "status",
    "event": "withdraw",
    "what": "door",
    "key": "people",
    "side": "employer",
    "parameter": "silence_days",
}
COUNTY_WIDE = frozenset({Role.OFFICER, Role.LEADER, Role.ADMIN, Role.AUDITOR})
GUARDED = frozenset(
    {
        "veteran_id",
        "vacancy_id",
        "employer_id",
        "record_id",
        "consent_id",
        "batch_id",
        "application_id",
        "contact_consent_id",
        "notice_id",
        "fair_id",
        "booth_id",
        "sign_up_id",
        "stop_id",
        "package_id",
        "placement_id",
        "arrival_id",
        "item_id",
        "document_id",
        "station_id",
        "task_id",
        "evidence_id",
        "check_id",
        "pledge_id",
    }
)
TESTS = ROOT / "tests"


def nouns() -> Iterator[ModuleType]:
    """Yield what each noun adds to the world: the modules tests/<package>/<noun>/world.py.

    Such a module has GUARDED, the URL parameters whose values belong to one viewer, and
    `things(ids)`, which makes rows beside those with the ids given and returns their own ids.
    """
    for path in sorted(TESTS.glob("*/*/world.py")):
        yield import_module(".".join(("tests", *path.relative_to(TESTS).with_suffix("").parts)))


def guarded_by_nouns() -> frozenset[str]:
    """Return the guarded URL parameters of the nouns that add to the world."""
    return frozenset(name for noun in nouns() for name in noun.GUARDED)


@dataclass
class World:
    """Accounts by role, and ids by URL parameter: the accounts' own and a stranger's."""

    accounts: dict[Role, Account]
    own: dict[str, Any]
    foreign: dict[str, Any]
    guarded: frozenset[str] = field(default_factory=lambda: GUARDED | guarded_by_nouns())

    def path(self, rule: Rule, whose: str, role: Role | None = None) -> str:
        """Return the address of a route with own, foreign or missing ids."""
        values = {}
        for name in rule.arguments - set(rule.defaults or {}):
            values[name] = WORDS.get(name) or self._id(name, whose)
        built = rule.build(values, append_unknown=False)
        assert built is not None, (rule.rule, values)
        return str(built[1])

    def _id(self, name: str, whose: str) -> Any:
        ids: dict[str, Any] = {"own": self.own, "foreign": self.foreign, "missing": {}}[whose]
        return ids.get(name, MISSING)

    def sees_all(self, rule: Rule, role: Role) -> bool:
        """Return whether every row a route refers to is within a role's scope."""
        if role is Role.VETERAN:
            return "vacancy_id" in rule.arguments  # open vacancies are public
        return role in COUNTY_WIDE


def build_world(*, with_nouns: bool = True) -> World:
    """Make the accounts and things of the world, those that nouns add among them."""
    accounts = {role: make_account(role=role, name=f"{role.value}甲") for role in Role}
    own = _things(accounts[Role.VETERAN], accounts[Role.EMPLOYER])
    own |= _fair(own, FairStatus.PUBLISHED, LIUCHENG)
    stranger = make_account(role=Role.VETERAN, name="外乡人")
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    foreign = _things(stranger, rival, township_code=CHANGFEN)
    foreign |= _fair(foreign, FairStatus.DRAFT, CHANGFEN)
    for noun in nouns() if with_nouns else ():
        own |= noun.things(own)
        foreign |= noun.things(foreign)
    own["account_id"] = make_account(role=Role.OFFICER, name="吴科员").id
    return World(accounts, own, foreign)


def _stored_sheet() -> str:
    sheet = "岗位名称,招聘人数,工作地点\n保安,2,榴城镇\n"
    return site_of(current_app).uploads.keep(sheet.encode())


def _stored(name: str) -> StoredFile:
    with transaction(audited=False):
        return store_document(Document(f"{name}.pdf", "application/pdf", b"%PDF-"), by_id=None)


def _fair(things: dict[str, int], status: FairStatus, township: str) -> dict[str, int]:
    """Create a fair with the employer's booth and the veteran's sign-up; a draft has neither."""
    starts = clock.now() + timedelta(days=2)
    fair = save(
        Fair(
            title="乡镇专场招聘会",
            status=status,
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            township_code=township,
            venue="镇政府广场",
            published_at=clock.now() if status is FairStatus.PUBLISHED else None,
        )
    )
    booth = save(FairBooth(fair_id=fair.id, number="A01", map_row=0, map_column=0))
    booking = save(
        FairBooking(
            fair_id=fair.id,
            employer_id=things["employer_id"],
            booth_id=booth.id,
            status=BookingStatus.BOOKED,
        )
    )
    save(FairVacancy(fair_id=fair.id, vacancy_id=things["vacancy_id"], headcount=2))
    sign_up = save(
        SignUp(
            fair_id=fair.id,
            veteran_id=things["veteran_id"],
            bureau_code="340321",
            code=f"code-{fair.id}",
        )
    )
    stop = save(PlanStop(fair_id=fair.id, sign_up_id=sign_up.id, booking_id=booking.id, slot=0))
    partner = save(
        Partner(
            division_code=township[:6] if status is FairStatus.PUBLISHED else "330205",
            name="合作局",
            verify_key="x",
        )
    )
    package = save(
        Package(
            direction=Direction.IN,
            partner_id=partner.id,
            fair_id=fair.id,
            digest=f"{fair.id:064d}",
            vacancies=0,
            sign_ups=0,
        )
    )
    return {
        "fair_id": fair.id,
        "booth_id": booth.id,
        "booking_id": booking.id,
        "stop_id": stop.id,
        "sign_up_id": sign_up.id,
        "package_id": package.id,
    }


def _things(veteran_account: Account, employer_account: Account, **more: str) -> dict[str, int]:
    veteran = make_veteran(account=veteran_account, **more)
    employer = make_employer(account=employer_account)
    vacancy = make_vacancy(employer=employer)
    record = save(
        ServiceRecord(
            veteran_id=veteran.id,
            branch=Branch.ARMY,
            specialty="汽车驾驶",
            rank_system=RankSystem.FROM_2009,
            rank="中士",
            started_on=date(2010, 12, 1),
            ended_on=date(2018, 12, 1),
        )
    )
    consent = save(
        Consent(
            veteran_id=veteran.id,
            purpose=ConsentPurpose.REGISTER,
            wording="同意登记。",
            given_at=clock.now(),
        )
    )
    batch = save(
        ImportBatch(
            file_name="岗位.csv",
            file_hash=f"{employer.id:064d}",
            mapping=Plan(stored=_stored_sheet(), employer_id=employer.id).dumps(),
            status=ImportStatus.LOADED,
            by_id=employer_account.id,
        )
    )
    application = save(
        Application(veteran_id=veteran.id, vacancy_id=vacancy.id, applied_at=clock.now())
    )
    contact_consent = save(
        ContactConsent(
            veteran_id=veteran.id,
            employer_id=employer.id,
            wording="同意。",
            given_at=clock.now(),
        )
    )
    placement = save(
        Placement(
            veteran_id=veteran.id,
            employer_id=employer.id,
            employer_name=employer.name,
            channel=PlacementChannel.SELF,
            title="司机",
            start_on=date(2026, 1, 5),
            status_before=veteran.employment_status,
            claimed_at=clock.now(),
        )
    )
    check = save(PlacementCheck(placement_id=placement.id, months=1, due_on=date(2026, 2, 5)))
    evidence = save(
        PlacementEvidence(
            placement_id=placement.id,
            kind=VerifyMethod.CONTRACT,
            file_id=_stored("contract").id,
        )
    )
    document = save(
        EmployerDocument(
            employer_id=employer.id, kind=DocumentKind.LICENCE, file_id=_stored("licence").id
        )
    )
    arrival = save(
        Arrival(
            veteran_id=veteran.id,
            year=2026,
            approved_on=date(2026, 9, 1),
            report_due_on=date(2026, 10, 1),
        )
    )
    item = save(
        ArrivalItem(arrival_id=arrival.id, key="report", name="报到", owner="局", position=0)
    )
    station = save(
        Station(
            level=StationLevel.TOWNSHIP,
            division_code=veteran.township_code,
            name=f"服务站{veteran.id}",
        )
    )
    staff = save(
        StationStaff(
            station_id=station.id,
            name="周站长",
            employment=Employment.FULL,
            started_on=date(2025, 1, 1),
        )
    )
    task = save(
        StationTask(
            station_id=station.id,
            kind=TaskKind.VISIT,
            title="走访",
            due_on=clock.days_ahead(10),
            set_by=employer_account.id,
        )
    )
    pledge = save(
        HirePledge(
            employer_id=employer.id,
            headcount=2,
            made_on=clock.today(),
            due_on=clock.days_ahead(90),
        )
    )
    notice = Notice(
        key=f"world {veteran.id}",
        audience=Audience.VETERAN,
        audience_id=veteran.id,
        kind="application",
        title="有进展",
        township_code=veteran.township_code,
        call=CallStatus.DUE,
    )
    notice.body = "单位开始看您的投递。"
    save(notice)
    return {
        "application_id": application.id,
        "contact_consent_id": contact_consent.id,
        "notice_id": notice.id,
        "placement_id": placement.id,
        "check_id": check.id,
        "evidence_id": evidence.id,
        "pledge_id": pledge.id,
        "arrival_id": arrival.id,
        "item_id": item.id,
        "document_id": document.id,
        "station_id": station.id,
        "staff_id": staff.id,
        "task_id": task.id,
        "year": 2026,
        "veteran_id": veteran.id,
        "vacancy_id": vacancy.id,
        "employer_id": employer.id,
        "record_id": record.id,
        "consent_id": consent.id,
        "batch_id": batch.id,
    }
