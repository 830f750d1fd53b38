"""Two bureaus exchange a signed package: exported, refused, imported, undone."""

import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from core import clock
from core.access import Role
from core.config import ROOT
from core.crypto import keyring
from core.db import db, transaction
from core.errors import DomainError
from fairs.exchange import operations, package
from fairs.exchange.facts import PartnerFacts
from fairs.exchange.models import Direction, Package, Partner, PartnerEmployer
from fairs.fairs.models import Fair, FairMode, FairVacancy, SignUp
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from tests.jobs.employers.world import CREDIT_CODES, make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import save

OURS, THEIRS = "340321", "330205"
VERSION_1 = ROOT / "tests" / "support" / "data" / "package_version_1.json"
WORD = "明月几时有把酒问青天"


class Keys:
    """Keys of two bureaus in one process: `at` selects the bureau whose keys are used."""

    def __init__(self, monkeypatch) -> None:
        self.blind = keyring.blind
        self.monkeypatch = monkeypatch

    def at(self, bureau: str) -> None:
        """Use the keys of this bureau from now on."""
        blind = self.blind
        self.monkeypatch.setattr(
            keyring, "blind", lambda text, purpose: blind(f"{bureau} {text}", purpose)
        )

    def of(self, bureau: str) -> str:
        """Return a bureau's public key."""
        self.at(bureau)
        key = package.own_verify_key()
        self.monkeypatch.setattr(keyring, "blind", self.blind)
        return key


@pytest.fixture
def keys(app, monkeypatch):
    make_account(role=Role.OFFICER, name="李主任")  # account 1, the actor of every operation
    return Keys(monkeypatch)


def a_fair(partner: str) -> Fair:
    starts = clock.now() + timedelta(days=3)
    return save(
        Fair(
            title="宁波怀远线上招聘会",
            mode=FairMode.ONLINE,
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            partner_code=partner,
            partner_name="宁波市江北区退役军人事务局",
        )
    )


def sign(fair: Fair, name: str, *, shares: bool) -> SignUp:
    veteran = make_veteran(name=name)
    return save(
        SignUp(
            fair_id=fair.id,
            veteran_id=veteran.id,
            bureau_code=OURS,
            code=f"code{veteran.id}",
            shares_with_partner=shares,
        )
    )


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def partner(code: str, key: str) -> Partner:
    with transaction():
        facts = PartnerFacts(code, "宁波市江北区退役军人事务局", key)
        return operations.save_partner(facts)


def hand_out(fair: Fair, known: Partner, county: str) -> bytes:
    with transaction() as session:
        data, _row = operations.hand_out(
            session.get_one(Fair, fair.id),
            session.get_one(Partner, known.id),
            county=county,
            passphrase=WORD,
            by_id=1,
        )
    return data


def take_in(
    data: bytes, fair: Fair, county: str, *, passphrase: str = WORD, may_be_empty: bool = False
):
    with transaction() as session:
        return operations.take_in(
            data,
            session.get_one(Fair, fair.id),
            county=county,
            passphrase=passphrase,
            by_id=1,
            may_be_empty=may_be_empty,
        )


@pytest.fixture
def package_from_ningbo(keys):
    """Return a package of 江北区 for us: one vacancy, and the one person who agreed."""
    keys.at(THEIRS)
    known = partner(OURS, keys.of(OURS))
    keys.at(THEIRS)
    fair = a_fair(OURS)
    employer = make_employer(name="宁波港务有限公司", credit_code=CREDIT_CODES[0])
    vacancy = make_vacancy(employer=employer, title="码头理货员")
    save(FairVacancy(fair_id=fair.id, vacancy_id=vacancy.id, headcount=2))
    sign(fair, "愿意者", shares=True)
    sign(fair, "不愿者", shares=False)
    data = hand_out(fair, known, THEIRS)
    clear_theirs(fair, vacancy, employer, known)
    keys.at(OURS)
    return data


def clear_theirs(fair, vacancy, employer, known) -> None:
    """Delete the rows of the other bureau, as if it had its own database."""
    with transaction(audited=False) as session:
        for table in (PartnerEmployer, Package, FairVacancy, SignUp):
            session.execute(delete(table))
        for row in (fair, vacancy, employer, known):
            session.delete(session.get_one(type(row), row.id))


def test_only_people_who_agreed_are_exported(keys, package_from_ningbo):
    keys.at(THEIRS)
    facts = package.open_package(
        package_from_ningbo, verify_key=package.own_verify_key(), passphrase=WORD
    )

    assert [guest["name"] for guest in facts["sign_ups"]] == ["愿意者"]
    assert [one["vacancy"]["title"] for one in facts["vacancies"]] == ["码头理货员"]
    assert "愿意者" not in package_from_ningbo.decode()


def test_vacancies_and_people_are_imported_under_their_own_bureau(keys, package_from_ningbo):
    partner(THEIRS, keys.of(THEIRS))
    keys.at(OURS)
    ours = a_fair(THEIRS)

    taken = take_in(package_from_ningbo, ours, OURS)

    assert (taken.submitted, taken.drafts, taken.sign_ups, taken.repeats) == (0, 1, 1, 0)
    db.session.rollback()
    vacancy = db.session.scalars(select(Vacancy)).one()
    assert vacancy.status is VacancyStatus.DRAFT
    assert "还不能提交审核" in vacancy.status_note
    assert vacancy.source == "宁波市江北区退役军人事务局"
    employer = db.session.scalars(select(Employer)).one()
    assert employer.status is EmployerStatus.PENDING
    assert employer.verified_until is None
    guest = db.session.scalars(select(SignUp)).one()
    assert (guest.bureau_code, guest.veteran_id) == (THEIRS, None)
    assert json.loads(guest.guest)["name"] == "愿意者"
    assert "愿意者" not in guest.guest_sealed


def test_a_package_is_imported_once_and_again_after_undoing(keys, package_from_ningbo):
    partner(THEIRS, keys.of(THEIRS))
    ours = a_fair(THEIRS)
    take_in(package_from_ningbo, ours, OURS)

    with pytest.raises(Exception, match="已经导入过"):
        take_in(package_from_ningbo, ours, OURS)
    with transaction() as session:
        vacancies, people = operations.undo(session.scalars(select(Package)).one())

    assert (vacancies, people) == (1, 1)
    assert count(SignUp) == 0
    assert count(Vacancy, Vacancy.status == VacancyStatus.PUBLISHED) == 0
    with pytest.raises(Exception, match="不能撤销"), transaction() as session:
        operations.undo(session.scalars(select(Package)).one())
    assert take_in(package_from_ningbo, ours, OURS).sign_ups == 1
    assert count(Package, Package.direction == Direction.IN) == 1


def test_a_guest_who_checked_in_stays_when_a_package_is_undone(keys, package_from_ningbo):
    partner(THEIRS, keys.of(THEIRS))
    take_in(package_from_ningbo, a_fair(THEIRS), OURS)
    with transaction(audited=False) as session:
        session.scalars(select(SignUp)).one().checked_in_at = clock.now()

    with transaction() as session:
        _vacancies, people = operations.undo(session.scalars(select(Package)).one())

    assert people == 0
    assert count(SignUp) == 1


def changed(data: bytes, name: str, value: str) -> bytes:
    file = json.loads(data)
    file[name] = value
    return json.dumps(file).encode()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: changed(data, "sealed", "AAAA"), "签名对不上"),
        (lambda data: changed(data, "signature", "AAAA"), "签名对不上"),
        (lambda data: changed(data, "format", "other"), "这不是交换包"),
        (lambda data: changed(data, "sender", "500105"), "没有登记过这家局"),
        (lambda data: b"PK\x03\x04", "这不是交换包"),
        (lambda data: b"[]", "这不是交换包"),
    ],
)
def test_a_changed_package_is_refused_whole(keys, package_from_ningbo, spoil, words):
    partner(THEIRS, keys.of(THEIRS))

    with pytest.raises(Exception, match=words):
        take_in(spoil(package_from_ningbo), a_fair(THEIRS), OURS)

    assert count(Vacancy) == 0
    assert count(SignUp) == 0


def test_a_wrong_passphrase_and_another_key_are_refused(keys, package_from_ningbo):
    known = partner(THEIRS, keys.of(THEIRS))
    ours = a_fair(THEIRS)
    with pytest.raises(Exception, match="口令不对"):
        take_in(package_from_ningbo, ours, OURS, passphrase="床前明月光疑是地上霜")
    with transaction(audited=False) as session:
        session.get_one(Partner, known.id).verify_key = keys.of("500105")

    with pytest.raises(Exception, match="签名对不上"):
        take_in(package_from_ningbo, ours, OURS)


def test_a_package_for_another_bureau_or_another_fair_is_refused(keys, package_from_ningbo):
    partner(THEIRS, keys.of(THEIRS))

    with pytest.raises(Exception, match="不是发给本局的"):
        take_in(package_from_ningbo, a_fair(THEIRS), "340322")
    with pytest.raises(Exception, match="不是和这家局合办的"):
        take_in(package_from_ningbo, a_fair("500105"), OURS)


def test_an_officer_exports_and_imports_in_the_browser(sign_in, keys):
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    ours = a_fair(THEIRS)
    vacancy = make_vacancy(employer=make_employer(credit_code=CREDIT_CODES[1]))
    save(FairVacancy(fair_id=ours.id, vacancy_id=vacancy.id, headcount=2))
    key = keys.of(THEIRS)

    facts = {"division_code": THEIRS, "name": "江北区局", "verify_key": key}
    saved = officer.post("/exchange/partners/new", data=facts)
    wrong = officer.post("/exchange/partners/new", data=facts | {"verify_key": "abc"})
    file = officer.post("/exchange/out", data={"fair": str(ours.id), "passphrase": WORD})
    short = officer.post("/exchange/out", data={"fair": str(ours.id), "passphrase": "短"})
    own = officer.post(
        "/exchange/in",
        data={
            "fair": str(ours.id),
            "passphrase": WORD,
            "file": (io.BytesIO(file.data), "a.json"),
        },
        content_type="multipart/form-data",
    )

    assert saved.status_code == 302
    assert wrong.status_code == 422
    assert "这不是对方的公钥" in wrong.text
    assert json.loads(file.data)["sender"] == OURS
    assert short.status_code == 422
    assert own.status_code == 422
    assert "没有登记过这家局" in own.text
    page = officer.get("/exchange").text
    assert package.fingerprint(key) in page
    assert "已导出" in page


def test_a_fingerprint_is_sixteen_digits_and_differs(keys):
    one, other = package.fingerprint(keys.of(OURS)), package.fingerprint(keys.of(THEIRS))

    assert one != other
    assert [len(group) for group in one.split()] == [4, 4, 4, 4]


def test_a_package_of_version_1_is_read_under_the_new_names(keys):
    """Packages of version 1 called a vacancy a post and 包吃住 board."""
    old = json.loads(VERSION_1.read_text(encoding="utf-8")) | {"sender": THEIRS, "receiver": OURS}
    keys.at(THEIRS)
    data = package.seal_package(old, sender=THEIRS, passphrase=WORD)
    partner(THEIRS, keys.of(THEIRS))
    keys.at(OURS)
    fair = a_fair(THEIRS)

    take_in(data, fair, OURS)

    vacancy = db.session.scalars(select(Vacancy)).one()
    assert (vacancy.title, vacancy.has_lodging) == ("码头理货员", True)
    assert count(FairVacancy, FairVacancy.fair_id == fair.id) == 1


def test_a_package_of_a_newer_version_is_refused(keys):
    keys.at(THEIRS)
    data = package.seal_package({"version": 3}, sender=THEIRS, passphrase=WORD)
    partner(THEIRS, keys.of(THEIRS))
    keys.at(OURS)

    with pytest.raises(DomainError, match="请先升级"):
        take_in(data, a_fair(THEIRS), OURS)


def test_all_errors_of_a_partner_are_shown_in_one_round(sign_in, keys):
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    name = "江北区局" * 11

    answer = officer.post(
        "/exchange/partners/new",
        data={"division_code": "999999", "name": name, "verify_key": package.own_verify_key()},
    )
    empty = officer.post("/exchange/partners/new", data={"name": " "})

    assert (answer.status_code, empty.status_code) == (422, 422)
    for sentence in ("请填 6 位行政区划代码", "最多 40 字。", "这是本局自己的公钥", name):
        assert sentence in answer.text
    for sentence in ("请填行政区划代码。", "请填对方局的名称。", "请贴对方的公钥。"):
        assert sentence in empty.text
    assert count(Partner) == 0


def test_a_passphrase_is_neither_too_short_nor_too_long(sign_in, keys):
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    fair = str(a_fair(THEIRS).id)

    short = officer.post("/exchange/out", data={"fair": fair, "passphrase": "短"})
    long = officer.post("/exchange/out", data={"fair": fair, "passphrase": "长" * 101})
    unknown = officer.post("/exchange/out", data={"fair": fair, "passphrase": WORD})

    assert [answer.status_code for answer in (short, long, unknown)] == [422, 422, 422]
    assert "口令至少 10 个字。" in short.text
    assert "最多 100 字。" in long.text
    assert "还没有登记合办的那家局" in unknown.text
    assert count(Package) == 0


def test_a_file_too_large_for_a_package_is_refused(sign_in, keys, monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 10)
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    data = {"fair": str(a_fair(THEIRS).id), "passphrase": WORD}

    answer = officer.post(
        "/exchange/in",
        data=data | {"file": (io.BytesIO(b"x" * 11), "a.json")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert "文件太大了，不像是交换包。" in answer.text


def test_a_package_that_cannot_be_undone_is_refused_on_the_page(sign_in, keys):
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    fair, known = a_fair(THEIRS), partner(THEIRS, keys.of(THEIRS))
    hand_out(fair, known, OURS)
    db.session.rollback()
    sent = db.session.scalars(select(Package)).one()

    answer = officer.post(f"/exchange/{sent.id}/undo")

    assert answer.status_code == 422
    assert "这个包不能撤销。" in answer.text
    assert "交换记录" in answer.text


@pytest.mark.parametrize("change", [{"key": ""}, {"key": "k" * 65}, {"name": "名" * 41}])
def test_a_package_with_an_incomplete_guest_is_refused_whole(keys, change):
    guest = {"key": "k", "name": "愿意者"} | change
    keys.at(THEIRS)
    facts = {"version": 2, "sender": THEIRS, "receiver": OURS, "vacancies": []}
    data = package.seal_package(facts | {"sign_ups": [guest]}, sender=THEIRS, passphrase=WORD)
    partner(THEIRS, keys.of(THEIRS))
    keys.at(OURS)

    with pytest.raises(DomainError, match="请对方重新导出"):
        take_in(data, a_fair(THEIRS), OURS)

    assert count(SignUp) == 0
