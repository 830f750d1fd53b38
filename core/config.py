"""Settings from the environment. Every default is safe in production and safe to publish."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(RuntimeError):
    """A setting cannot be used; the message names it and what is accepted."""


@dataclass(frozen=True)
class Secrets:
    """Keys generated at the first start and stored outside the database."""

    cookie: str
    blind: bytes
    seals: Mapping[str, bytes]
    current_seal: str

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the key file; create it (mode 0600) where there is none."""
        if not path.exists():
            _write_new_keys(path)
        raw = json.loads(path.read_text(encoding="utf-8"))
        seals = {name: bytes.fromhex(key) for name, key in raw["seals"].items()}
        return cls(raw["cookie"], bytes.fromhex(raw["blind"]), seals, raw["current_seal"])


def _write_new_keys(path: Path) -> None:
    """Create the key file, readable by its owner only; of two processes the first one wins."""
    keys = {
        "cookie": secrets.token_hex(32),
        "blind": secrets.token_hex(32),
        "seals": {"k1": secrets.token_hex(32)},
        "current_seal": "k1",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process created it first: its keys are used
    finally:
        draft.unlink()


@dataclass(frozen=True)
class Office:
    """The bureau this installation serves."""

    name: str = "怀远县退役军人事务局"
    product: str = "戎业 老兵就业"
    phone: str = "0552-0000000"
    county_code: str = "340321"


@dataclass(frozen=True)
class Settings:
    """Everything the operator may set; each field names its environment variable."""

    instance: Path = ROOT / "instance"  # RONGYE_INSTANCE
    database_url: str = ""  # DATABASE_URL; empty means SQLite in the instance folder
    host: str = "127.0.0.1"  # HOST
    port: int = 8000  # PORT
    https: bool = False  # RONGYE_HTTPS=1 behind a TLS proxy
    proxies: int = 0  # RONGYE_PROXIES: trusted hops in front
    trusted_hosts: tuple[str, ...] = ()  # RONGYE_HOSTS, comma separated
    testing: bool = False
    argon2_memory_kib: int = 19456
    argon2_time: int = 3
    scheduler: bool = True  # RONGYE_SCHEDULER=0: `python app.py` starts no scheduled work
    sms_provider: str = "console"  # RONGYE_SMS: a name known to people.notices.sms
    office: Office = field(default_factory=Office)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings. Raises SettingsError, naming the variable it cannot read."""
        instance = Path(environ.get("RONGYE_INSTANCE", ROOT / "instance")).resolve()
        office = Office(
            name=environ.get("RONGYE_OFFICE", Office.name),
            phone=environ.get("RONGYE_PHONE", Office.phone),
            county_code=environ.get("RONGYE_COUNTY", Office.county_code),
        )
        return cls(
            instance=instance,
            database_url=environ.get("DATABASE_URL", ""),
            host=environ.get("HOST", cls.host),
            port=_whole_number(environ, "PORT", cls.port),
            https=environ.get("RONGYE_HTTPS", "") == "1",
            proxies=_whole_number(environ, "RONGYE_PROXIES", cls.proxies),
            trusted_hosts=_listed(environ.get("RONGYE_HOSTS", "")),
            scheduler=environ.get("RONGYE_SCHEDULER", "1") != "0",
            sms_provider=environ.get("RONGYE_SMS", cls.sms_provider),
            office=office,
        )

    @property
    def sqlalchemy_url(self) -> str:
        """The database URL with this project's driver."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'rongye.db'}"
        for scheme in ("postgresql://", "postgres://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        return self.database_url

    @property
    def secret_file(self) -> Path:
        """Path of the key file: beside the data, never in the database."""
        return self.instance / "keys.json"


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a whole number, got {text!r}")
    return int(text)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
