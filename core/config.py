"""Settings from the environment. Every default is safe in production and safe to publish."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from core.root import ROOT as ROOT
from core.starting.errors import StartError

SEAL_BYTES = 32
USED = "used"  # the entry of the key file that note_use adds
LONGEST_ADDRESS = 120  # with a code behind it, a code to scan stays coarse enough for any phone
PUBLIC_ADDRESS = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[0-9]{1,5})?",
    re.IGNORECASE,
)
DATABASES = ("postgresql://", "postgres://", "postgresql+psycopg://", "sqlite:///")


class SettingsError(StartError):
    """A setting cannot be used; the message names it and what is accepted."""


@dataclass(frozen=True)
class Secrets:
    """Keys generated at the first start and stored outside the database."""

    cookie: str
    blind: bytes
    seals: Mapping[str, bytes]
    current_seal: str
    is_used: bool = False  # a database holds values sealed with them

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the key file; create it (mode 0600) where there is none.

        Raises StartError where it cannot be read or is incomplete.
        """
        if not path.exists():
            _write_new_keys(path)
        try:
            return cls._from_json(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise StartError(
                f"钥匙文件 {path} 读不了。请把它交给运行本系统的用户，再启动。"
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise StartError(
                f"钥匙文件 {path} 坏了或者不全。请从备份换回完好的一份；不要删掉重建，"
                "新的打不开以前存的手机号和证件号。"
            ) from error

    @classmethod
    def _from_json(cls, raw: Any) -> Self:
        seals = {name: bytes.fromhex(key) for name, key in raw["seals"].items()}
        blind, cookie, current = bytes.fromhex(raw["blind"]), raw["cookie"], raw["current_seal"]
        if not (blind and isinstance(cookie, str) and cookie and current in seals):
            raise ValueError("incomplete")
        if any(len(key) != SEAL_BYTES for key in seals.values()):
            raise ValueError("a seal key of the wrong length")
        return cls(cookie, blind, seals, current, raw.get(USED) is True)


def note_use(path: Path) -> None:
    """Note in the key file that a database has been written with its keys.

    Beside an empty database such a file tells that the one it belongs to is missing.
    """
    path = path.resolve()
    raw = json.loads(path.read_text(encoding="utf-8"))
    if raw.get(USED) is True:
        return
    draft = _written_draft(path, raw | {USED: True})
    draft.replace(path)
    _sync_folder(path.parent)


def _write_new_keys(path: Path) -> None:
    """Create the key file, readable by its owner only; of two processes the first one wins."""
    keys = {
        "cookie": secrets.token_hex(32),
        "blind": secrets.token_hex(32),
        "seals": {"k1": secrets.token_hex(32)},
        "current_seal": "k1",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _written_draft(path, keys)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process created it first: its keys are used
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _written_draft(path: Path, keys: Mapping[str, Any]) -> Path:
    """Write the keys whole into a new file beside the one they are for, and return it."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    """Make a new name survive a power cut: rows sealed with these keys follow."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
    address: str = ""  # RONGYE_ADDRESS: where phones open this; empty: no address is printed
    testing: bool = False
    argon2_memory_kib: int = 19456
    argon2_time: int = 3
    scheduler: bool = True  # RONGYE_SCHEDULER=0: `python app.py` starts no scheduled work
    sms_provider: str = "console"  # RONGYE_SMS: a name known to people.notices.sms
    office: Office = field(default_factory=Office)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings. Raises SettingsError, naming the variable it cannot read."""
        instance = Path(environ.get("RONGYE_INSTANCE") or ROOT / "instance").resolve()
        office = Office(
            name=environ.get("RONGYE_OFFICE", Office.name),
            phone=environ.get("RONGYE_PHONE", Office.phone),
            county_code=_county_code(environ),
        )
        return cls(
            instance=instance,
            database_url=_database_url(environ),
            host=environ.get("HOST") or cls.host,
            port=_whole_number(environ, "PORT", cls.port, least=1, most=65535),
            https=_switch(environ, "RONGYE_HTTPS", default=False),
            proxies=_whole_number(environ, "RONGYE_PROXIES", cls.proxies, least=0, most=9),
            trusted_hosts=_listed(environ.get("RONGYE_HOSTS", "")),
            address=_public_address(environ),
            scheduler=_switch(environ, "RONGYE_SCHEDULER", default=True),
            sms_provider=environ.get("RONGYE_SMS") or cls.sms_provider,
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


def _public_address(environ: Mapping[str, str]) -> str:
    text = environ.get("RONGYE_ADDRESS", "").strip().rstrip("/")
    if text and not _is_public(text):
        raise SettingsError(
            "设置 RONGYE_ADDRESS 要填手机能打开的网址，比如 https://job.example.cn，"
            "后面不带路径，不能是 localhost、127.0.0.1 这样只有本机能开的，"
            f"现在是“{text}”。请改好再启动。"
        )
    return text.lower()


def _is_public(text: str) -> bool:
    """Return whether other devices can open an address: scheme, host and port, nothing else."""
    if len(text) > LONGEST_ADDRESS or not PUBLIC_ADDRESS.fullmatch(text):
        return False
    try:
        host, _port = urlsplit(text).hostname or "", urlsplit(text).port
    except ValueError:  # a port that cannot be one
        return False
    try:
        number = ip_address(host)
    except ValueError:
        labels = host.split(".")
        is_number = labels[-1].isdecimal()  # no top level is one: 127.1 or 10.0.0.256
        return not is_number and host != "localhost" and labels[-1] != "localhost"
    return not (number.is_loopback or number.is_unspecified or number.is_link_local)


def _whole_number(
    environ: Mapping[str, str], name: str, default: int, *, least: int, most: int
) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
        raise SettingsError(
            f"设置 {name} 要填 {least} 到 {most} 的整数，现在是“{text}”。请改好再启动。"
        )
    return int(text)


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(name, "").strip()
    if text not in ("", "0", "1"):
        raise SettingsError(f"设置 {name} 只能填 1（开）或 0（关），现在是“{text}”。请改好再启动。")
    return default if not text else text == "1"


def _county_code(environ: Mapping[str, str]) -> str:
    text = environ.get("RONGYE_COUNTY", "").strip() or Office.county_code
    if not (text.isascii() and text.isdecimal() and len(text) == 6):
        raise SettingsError(
            f"设置 RONGYE_COUNTY 要填 6 位县区代码，比如 340321，现在是“{text}”。请改好再启动。"
        )
    return text


def _database_url(environ: Mapping[str, str]) -> str:
    """Return the address; a wrong one is not shown, because it may hold a password."""
    text = environ.get("DATABASE_URL", "").strip()
    if text and not _is_address(text):
        raise SettingsError(
            "设置 DATABASE_URL 写得不对。要像 postgresql://用户@主机:端口/库名；"
            "不填就用资料文件夹里的 SQLite。请改好再启动。"
        )
    return text


def _is_address(text: str) -> bool:
    try:
        return text.startswith(DATABASES) and bool(make_url(text).database)
    except (ArgumentError, ValueError):
        return False


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
