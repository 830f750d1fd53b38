"""Features declare everything they contain: the declarations are compared with the code."""

import ast
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from core import access
from core.access import Role
from core.config import ROOT
from core.db import Base
from core.features import Feature, FeatureSet, installed
from core.parameters.registry import Parameter
from core.scheduling.registry import ScheduledTask
from people.veterans.models import Veteran
from sheets.judging import name_of
from sheets.judging_child import reader_named
from sheets.nouns import SheetNoun
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.databases import FEATURES
from tests.support.tree import PACKAGES, modules, noun_of

BELOW = {"lexicon", "core", "sheets"}  # packages that are no feature's
PLUMBING = {
    "core.feature",
    "core.drafts.feature",
    "core.parameters.feature",
    "core.scheduling.feature",
}


def module_names() -> list[str]:
    """Return every module of the feature packages."""
    packages = [import_module(name) for name in PACKAGES if name not in BELOW]
    return sorted(
        found.name
        for package in packages
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )


def objects_of(kind: type) -> dict[int, str]:
    """Return the module-level objects of a type by identity, with the module that has each."""
    return {
        id(value): name
        for name in module_names()
        for value in vars(import_module(name)).values()
        if isinstance(value, kind)
    }


def nouns_with(file: str) -> set[str]:
    """Return the packages with a module of that name."""
    return {name.rpartition(".")[0] for name in module_names() if name.endswith(f".{file}")}


def test_every_feature_module_is_listed_in_the_application():
    found = {name for name in module_names() if name.endswith(".feature")} | PLUMBING

    assert {id(import_module(name).FEATURE) for name in found} == {id(one) for one in FEATURES}


@pytest.mark.parametrize("file", ["models", "views", "schedule", "parameters", "privacy"])
def test_a_package_with_such_a_module_has_a_feature(file):
    assert nouns_with(file) - {"people.veterans.operations"} <= nouns_with("feature")


def test_lower_features_are_listed_first():
    """A feature's module imports no feature listed after it."""
    order = {one.__name__: place for place, one in enumerate(feature_modules())}
    for name, place in order.items():
        package = name.rpartition(".")[0]
        for path in sorted((ROOT / package.replace(".", "/")).rglob("*.py")):
            for imported in imported_names(path):
                upper = [
                    other
                    for other, where in order.items()
                    if where > place and under(imported, other.rpartition(".")[0])
                    if not under(other.rpartition(".")[0], package)
                ]
                assert upper == [], (path, imported)


def test_a_noun_without_a_feature_is_below_all_that_have_one():
    """It has no place in the list of app.py, so it imports none of the nouns that have."""
    with_one = nouns_with("feature")
    bare = {name for name in map(noun_of, module_names()) if name} - with_one
    wrong = [
        (str(path.relative_to(ROOT)), imported)
        for name in bare
        for path in sorted((ROOT / name.replace(".", "/")).rglob("*.py"))
        for imported in imported_names(path)
        if any(under(imported, noun) for noun in with_one)
    ]

    assert wrong == []
    assert "people.secrecy" in bare


def feature_modules() -> list[object]:
    modules = [import_module(name) for name in module_names() if name.endswith(".feature")]
    by_feature = {id(one.FEATURE): one for one in modules}
    return [by_feature[id(one)] for one in FEATURES if id(one) in by_feature]


def imported_names(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    return plain + [
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    ]


def under(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_only_the_application_imports_a_feature():
    importing = [
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name.endswith(".feature") for name in imported_names(path))
    ]

    assert importing == []


def test_app_py_is_a_list_and_a_loop():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 120


def test_every_parameter_is_declared():
    declared = {id(one) for feature in FEATURES for one in feature.parameters}

    forgotten = {where for one, where in objects_of(Parameter).items() if one not in declared}

    assert forgotten == set()


def test_every_scheduled_task_is_declared():
    declared = {id(one) for feature in FEATURES for one in feature.schedule}

    forgotten = {where for one, where in objects_of(ScheduledTask).items() if one not in declared}

    assert forgotten == set()


def test_every_noun_imported_from_sheets_is_declared():
    declared = {id(one) for feature in FEATURES for one in feature.sheets}

    found = objects_of(SheetNoun)

    assert {where for one, where in found.items() if one not in declared} == set()
    assert found.keys() == declared


def sheet_nouns() -> list[SheetNoun]:
    declared = (one for feature in FEATURES for one in feature.sheets)
    return [one for one in declared if isinstance(one, SheetNoun)]


def test_the_parts_of_a_sheet_noun_name_its_own_fields():
    for noun in sheet_nouns():
        fields = noun.fields
        named = {*fields.required, fields.leading, *(test.key for test in fields.contents)}
        named |= {*fields.in_parts, *noun.template.samples}

        assert named <= {*fields.by_key, ""}, noun.key
        assert len(fields.by_key) == len(fields.fields), noun.key


def test_the_roles_of_a_sheet_noun_may_use_the_pages_it_leads_to(app: Flask):
    for noun in sheet_nouns():
        assert noun.roles <= access.IMPORTERS, noun.key
        for endpoint in ("imports.new", noun.list_page, noun.row_page[0]):
            rule = access.rule_of(app, endpoint)
            assert all(rule.permits(role, "GET") for role in noun.roles), (noun.key, endpoint)


def test_every_importer_has_a_noun_to_import():
    assert {role for noun in sheet_nouns() for role in noun.roles} == access.IMPORTERS


def tables_of_a_person() -> set[type[Base]]:
    """Return the tables that refer to a veteran, directly or through another table."""
    found = {Veteran.__tablename__}
    while more := {
        table.name
        for table in Base.metadata.sorted_tables
        if table.name not in found
        and any(key.column.table.name in found for key in table.foreign_keys)
    }:
        found |= more
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    return {one for one in classes if one.__tablename__ in found - {Veteran.__tablename__}}


def test_every_table_that_refers_to_a_veteran_is_declared_as_personal():
    declared = {
        table for feature in FEATURES if feature.personal for table in feature.personal.tables
    }

    forgotten = {table.__name__ for table in tables_of_a_person() - declared}

    assert forgotten == set()


def test_the_walk_over_tables_sees_direct_and_indirect_ones():
    names = {table.__tablename__ for table in tables_of_a_person()}

    assert {"service_record", "application", "placement_check"} <= names


def test_each_menu_entry_leads_to_a_page_its_roles_may_use(app: Flask):
    """The page of an entry permits every role the entry names."""
    wrong = [
        (entry.label, role.value)
        for entry in installed().menu + installed().tabs
        for role in entry.roles
        if not access.rule_of(app, entry.endpoint).permits(role, "GET")
    ]

    assert wrong == []


def test_the_page_of_every_entry_shows_it_in_the_side_menu(app: Flask, sign_in):
    address = app.url_map.bind("localhost")
    for role in Role:
        account = make_account(role=role, name=f"{role.value}甲")
        if role is Role.VETERAN:
            make_veteran(account=account)
        if role is Role.EMPLOYER:
            make_employer(account=account)
        browser = sign_in(account)
        for entry in installed().menu:
            if role in entry.roles:
                page = browser.get(address.build(entry.endpoint)).text
                assert active_in(page) == entry.label, role


def active_in(page: str) -> str:
    """Return the label of the active entry of the side menu."""
    menu = page.partition('<nav class="menu"')[2].partition("</nav>")[0]
    link = menu.partition('aria-current="page"')[2]
    return link.partition("<span>")[2].partition("</span>")[0]


@pytest.mark.parametrize("role", Role)
def test_a_line_of_the_desk_leads_to_a_page_its_role_may_see(app: Flask, role):
    for line in installed().desk_lines(role):
        assert access.rule_of(app, line.endpoint).permits(role, "GET"), line.label


def test_role_sets_are_defined_in_one_place():
    """A tuple, set or frozenset of roles is assigned in core.access only."""
    assigned = []
    for path in modules():
        if path != ROOT / "core" / "access.py":
            assigned += [(str(path.relative_to(ROOT)), line) for line in role_sets(path)]

    assert assigned == []


def role_sets(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, (ast.Tuple, ast.List, ast.Set, ast.Call, ast.BinOp))
        and names_roles(node.value)
    ]


def names_roles(value: ast.AST) -> bool:
    """Return whether an expression is a collection whose items are roles."""
    items = [node for node in ast.walk(value) if isinstance(node, (ast.Tuple, ast.List, ast.Set))]
    return any(
        isinstance(item, ast.Attribute)
        and isinstance(item.value, ast.Name)
        and item.value.id == "Role"
        for collection in items
        for item in collection.elts
    )


def test_the_walk_over_role_sets_sees_those_of_core_access():
    assert len(role_sets(ROOT / "core" / "access.py")) >= 8


@pytest.mark.parametrize(
    "twice",
    [
        [Feature("a"), Feature("a")],
        [
            Feature("a", parameters=(Parameter("k", "一", "天", 1),)),
            Feature("b", parameters=(Parameter("k", "二", "天", 1),)),
        ],
    ],
)
def test_a_name_declared_twice_is_refused(twice):
    with pytest.raises(ValueError, match="declared twice"):
        FeatureSet(twice)


def test_the_page_of_every_life_cycle_is_drawn_from_the_code(app: Flask):
    cycles = installed().lifecycles
    pages = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs/states").glob("*.md")}

    assert pages == {one.name: one.document() for one in cycles}, "run: flask lifecycles draw"
    assert len(cycles) >= 4


@pytest.mark.parametrize(
    "noun", [noun for one in FEATURES for noun in one.sheets], ids=lambda n: n.key
)
def test_the_reader_of_a_noun_is_found_by_another_process_that_imports_little(noun):
    """Every dry run starts one; the control is the application, which has them all."""
    heavy = ("app", "jieba", "scipy", "wtforms")
    script = (
        "import sys; from sheets.judging_child import reader_named\n"
        "reader_named(sys.argv[1]); print(*(name for name in sys.argv[2:] if name in sys.modules))"
    )
    command = [sys.executable, "-c", script, name_of(noun.reader), *heavy]
    loaded = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout

    assert reader_named(name_of(noun.reader)) is noun.reader
    assert loaded.split() == []
    assert set(heavy) <= set(sys.modules)
