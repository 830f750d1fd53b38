"""Fetch the few third-party assets this project ships; run only to add or upgrade one.

`python tools/vendor.py` needs Node's npm. Each archive must match the digest pinned here.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ICON_FOLDER = ROOT / "static/vendor/tabler-icons"
ICON_MODULE = ROOT / "templates/components/icon_paths.html"
ICON_NAMES = """
    alert-circle alert-triangle arrow-left arrow-right arrows-sort bell briefcase-2 building
    building-community building-store calendar-event camera cash certificate chart-bar check
    chevron-down chevron-left chevron-right chevron-up circle-check clipboard-check clock copy
    download edit eye eye-off file-spreadsheet file-text filter heart-handshake history home
    info-circle
    layout-dashboard letter-case list-check lock login-2 logout map-2 map-pin medal menu-2 message
    paperclip phone plus printer qrcode refresh school search send settings shield-check star trash
    upload user user-plus users x
"""
ICONS = ICON_NAMES.split()
ICON_WIDTH = 110
ICON_HEAD = (
    "{# Tabler Icons {version}, MIT, (c) Pawel Kuna. Written by tools/vendor.py: do not edit. #}\n"
)


@dataclass(frozen=True)
class Package:
    """One npm package at one version, and the destination of each file used."""

    name: str
    version: str
    licence: str
    integrity: str
    target: str
    files: Mapping[str, str]


PACKAGES = (
    Package(
        name="@tabler/icons",
        version="3.51.0",
        licence="MIT",
        integrity="sha512-0pinvPZz7YeX+OSfxuEAbnEPWbocVXW5iU8h5lh41pYG8sZuQfpWECC980lxOT0cl"
        "GIcNGn8xsBr+zKaRGdA/g==",
        target="static/vendor",
        files={"LICENSE": "tabler-icons/LICENSE"}
        | {f"icons/outline/{name}.svg": f"tabler-icons/{name}.svg" for name in ICONS},
    ),
    Package(
        name="qr",
        version="0.7.0",
        licence="MIT OR Apache-2.0",
        integrity="sha512-/VrrACmOAwZVipuRITwfEwOL5oAMEHH5PTmBWaGtlTom2Thxaa+rhmna4zU9PRN2u"
        "Lw2wdccbkHOLGZb1Q9SdA==",
        target="static/vendor",
        # The version is part of the folder: the first file imports the second by its bare name,
        # and browsers keep both for a month.
        files={
            "LICENSE": "qr-0.7.0/LICENSE",
            "decode.js": "qr-0.7.0/decode.js",
            "index.js": "qr-0.7.0/index.js",
        },
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        integrity="sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyF"
        "NNtuFooJpZe37OgudVGtQ==",
        target="tests/browser/vendor",
        files={"LICENSE": "axe-core/LICENSE", "axe.min.js": "axe-core/axe.min.js"},
    ),
)


class IntegrityError(RuntimeError):
    """The archive does not match the pinned digest."""


def check_integrity(archive: bytes, integrity: str) -> None:
    """Raise IntegrityError unless the archive has the pinned digest ("sha512-<base64>")."""
    algorithm, _, expected = integrity.partition("-")
    found = base64.b64encode(hashlib.new(algorithm, archive).digest()).decode()
    if found != expected:
        raise IntegrityError(f"expected {integrity}, got {algorithm}-{found}")


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest(packages: Iterable[Package], folder: Path) -> list[dict[str, object]]:
    """Return the manifest of a vendor folder: name, version, licence and each file's SHA-256."""
    return [
        {
            "name": package.name,
            "version": package.version,
            "licence": package.licence,
            "files": {file: sha256(folder / file) for file in sorted(package.files.values())},
        }
        for package in packages
    ]


def icon_module(folder: Path, version: str) -> str:
    """Return the Jinja module with the inner markup of every icon in a folder."""
    body = "".join(_icon(path) for path in sorted(folder.glob("*.svg")))
    return ICON_HEAD.replace("{version}", version) + f"{{% set PATHS = {{\n{body}}} %}}\n"


def _icon(path: Path) -> str:
    """Return one icon; Jinja joins strings that follow each other."""
    markup = _inner_markup(path).replace("\n", "")
    short = f"  {path.stem!r}: {markup!r},\n"
    if len(short) <= ICON_WIDTH:
        return short
    lines = textwrap.wrap(markup, ICON_WIDTH, drop_whitespace=False, break_on_hyphens=False)
    return f"  {path.stem!r}:\n" + "\n".join(f"    {line!r}" for line in lines) + ",\n"


def _inner_markup(path: Path) -> str:
    """Return the drawing of an icon without its frame and without the invisible square."""
    inner = re.search(r"<svg.*?>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    if inner is None:
        raise ValueError(f"{path.name} is not an SVG file")
    shapes = re.findall(r"<[a-z]+ .*?/>", inner[1], re.DOTALL)
    drawn = (re.sub(r"\s*/>$", "/>", shape) for shape in shapes if 'stroke="none"' not in shape)
    return "".join(drawn)


def _fetch(package: Package, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch packages: install Node.js first")
    command = [npm, "pack", f"{package.name}@{package.version}", "--json", "--silent"]
    answer = subprocess.run(  # noqa: S603  (names and versions are the constants above)
        command, cwd=folder, check=True, capture_output=True, text=True
    )
    file: str = json.loads(answer.stdout)[0]["filename"]
    return folder / file.replace("@", "").replace("/", "-")


def _unpack(archive: Path, package: Package) -> None:
    check_integrity(archive.read_bytes(), package.integrity)
    with tarfile.open(archive) as tar:
        for source, target in package.files.items():
            member = tar.extractfile(f"package/{source}")
            if member is None:
                raise FileNotFoundError(source)
            path = ROOT / package.target / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member.read())


def _write_manifests() -> None:
    for target in sorted({package.target for package in PACKAGES}):
        folder = ROOT / target
        entries = manifest((p for p in PACKAGES if p.target == target), folder)
        text = json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Fetch every package, check it, copy its files and write the manifests."""
    with tempfile.TemporaryDirectory() as name:
        for package in PACKAGES:
            _unpack(_fetch(package, Path(name)), package)
    _write_manifests()
    ICON_MODULE.write_text(icon_module(ICON_FOLDER, PACKAGES[0].version), encoding="utf-8")


if __name__ == "__main__":
    main()
