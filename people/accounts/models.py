"""Accounts and their server-side sessions."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.access import ROLE_LABELS, STAFF, Role
from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from people.divisions.models import division_key
from people.secrecy.names import Named

NAME_LENGTH = 40
_GUARDIANS = text("role IN ('ADMIN', 'AUDITOR')")


class Account(UserMixin, Named, Sealable, Versioned, Stamped, Base):  # type: ignore[misc]
    """A person who may sign in, in one role. A phone may be shared under different names."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("phone_index", "name", "role"),
        # Two writings of a name are one person; the constraint above is older and narrower.
        Index(
            "uq_account_phone_index_name_key_role",
            "phone_index",
            "name_key",
            "role",
            unique=True,
        ),
        # Admin and auditor watch each other: one phone can never hold both.
        Index(
            "uq_account_guardian_phone",
            "phone_index",
            unique=True,
            sqlite_where=_GUARDIANS,
            postgresql_where=_GUARDIANS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    phone_sealed: Mapped[str] = mapped_column(String(200))
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    division_code: Mapped[str | None] = division_key()
    is_active: Mapped[bool] = mapped_column(default=True)
    last_sign_in_at: Mapped[datetime | None]

    phone = Sealed("phone_sealed", index="phone_index")
    sessions: Mapped[list["WebSession"]] = relationship(back_populates="account")

    @property
    def role_label(self) -> str:
        """The role in Chinese."""
        return ROLE_LABELS[self.role]

    @property
    def is_staff(self) -> bool:
        """Whether the account belongs to the bureau or a station."""
        return self.role in STAFF

    @property
    def is_veteran(self) -> bool:
        """Whether the account belongs to a veteran."""
        return self.role is Role.VETERAN


class WebSession(Base):
    """One signed-in browser. Only the hash of its token is stored, so no row lets anyone in."""

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]  # when the password was last entered in this session

    account: Mapped[Account] = relationship(back_populates="sessions")

    def is_live(self, at: datetime) -> bool:
        """Return whether the session is neither ended, expired nor from the future at a moment."""
        is_future = clock.is_future(self.created_at, at=at)
        return self.revoked_at is None and at < self.expires_at and not is_future


class ProposedChange(Labelled):
    """A change of an account that a second person must confirm."""

    CREATE = ("CREATE", "新建账号")
    RESET = ("RESET", "重设密码")
    DEACTIVATE = ("DEACTIVATE", "停用")
    ACTIVATE = ("ACTIVATE", "恢复使用")

    @property
    def gives_password(self) -> bool:
        """Whether the owner of the account gets a one-time password."""
        return self in (ProposedChange.CREATE, ProposedChange.RESET)


class ProposalStatus(Labelled):
    """What became of a proposal; one that waits lapses by its day."""

    WAITING = ("WAITING", "等确认", "wait")
    CONFIRMED = ("CONFIRMED", "已确认", "ok")
    REFUSED = ("REFUSED", "没有同意")


class AccountProposal(Sealable, Base):
    """A change of an account of an admin, auditor or leader, proposed by one person.

    `half` is the first half of the one-time password, shown to the proposer; the second is made
    and shown at the confirmation, so that neither of the two can sign in to the account.
    """

    __tablename__ = "account_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[ProposedChange]
    status: Mapped[ProposalStatus] = mapped_column(default=ProposalStatus.WAITING, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    phone_sealed: Mapped[str] = mapped_column(String(200))
    half_sealed: Mapped[str | None] = mapped_column(String(200))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]

    phone = Sealed("phone_sealed")
    half = Sealed("half_sealed")
    proposer: Mapped[Account] = relationship(foreign_keys=[proposed_by])
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])

    @property
    def role_label(self) -> str:
        """The role in Chinese."""
        return ROLE_LABELS[self.role]

    def is_open(self, at: datetime) -> bool:
        """Return whether a second person may still decide at a moment."""
        return self.status is ProposalStatus.WAITING and self.proposed_at <= at < self.expires_at
