"""Vendored files equal the fetched ones, and the icon module is complete."""

import json
from pathlib import Path

import pytest

from tools import vendor

FOLDERS = sorted({package.target for package in vendor.PACKAGES})


def listed(target: str) -> dict[str, str]:
    entries = json.loads((vendor.ROOT / target / "manifest.json").read_text(encoding="utf-8"))
    return {file: digest for entry in entries for file, digest in entry["files"].items()}


@pytest.mark.parametrize("target", FOLDERS)
def test_every_vendored_file_has_the_listed_digest(target):
    folder = vendor.ROOT / target

    found = {file: vendor.sha256(folder / file) for file in listed(target)}

    assert found == listed(target)


@pytest.mark.parametrize("target", FOLDERS)
def test_no_vendored_file_is_missing_from_the_manifest(target):
    folder = vendor.ROOT / target

    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    assert present - {"manifest.json"} == set(listed(target))


@pytest.mark.parametrize("target", FOLDERS)
def test_the_manifest_names_version_and_licence_as_pinned(target):
    packages = [package for package in vendor.PACKAGES if package.target == target]
    text = (vendor.ROOT / target / "manifest.json").read_text(encoding="utf-8")

    assert json.loads(text) == vendor.manifest(packages, vendor.ROOT / target)


@pytest.mark.parametrize("package", vendor.PACKAGES, ids=lambda package: package.name)
def test_every_package_ships_its_licence(package):
    licence = vendor.ROOT / package.target / package.files["LICENSE"]

    assert "license" in licence.read_text(encoding="utf-8").lower()


def test_the_icon_module_equals_the_vendored_icons():
    version = next(p.version for p in vendor.PACKAGES if p.name == "@tabler/icons")

    module = vendor.icon_module(vendor.ICON_FOLDER, version)

    assert vendor.ICON_MODULE.read_text(encoding="utf-8") == module


def test_the_invisible_square_of_an_icon_is_removed(tmp_path: Path):
    (tmp_path / "dot.svg").write_text(
        '<svg\n  width="24">\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n'
        '  <path d="M12 16h.01" />\n</svg>\n',
        encoding="utf-8",
    )

    assert "'dot': '<path d=\"M12 16h.01\"/>'," in vendor.icon_module(tmp_path, "1.0.0")


def test_a_file_that_is_no_svg_is_refused(tmp_path: Path):
    (tmp_path / "dot.svg").write_text("<html></html>", encoding="utf-8")

    with pytest.raises(ValueError, match=r"dot\.svg is not an SVG file"):
        vendor.icon_module(tmp_path, "1.0.0")


def test_an_archive_with_the_pinned_digest_passes():
    vendor.check_integrity(b"", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")


def test_a_changed_archive_is_refused():
    with pytest.raises(vendor.IntegrityError, match="expected sha256-47DEQ"):
        vendor.check_integrity(b"x", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
