"""An import names its noun and no account; employers refer to the import they came with.

The importer moved below accounts (package sheets), so `by_id` is no foreign key any more. What
only vacancies ask about a sheet, and their kinds of counts, move into parts of the plan that
each noun fills in its own way.

Revision ID: 0021
Revises: 0020
"""

import json
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NOUN = "vacancies"  # all imports until now
SETTINGS = ("employer", "employer_id", "valid_days")
OUTCOMES = ("publish", "submitted", "draft", "returned")
BY_ACCOUNT = "CONSTRAINT fk_import_batch_by_id_account FOREIGN KEY(by_id) REFERENCES account (id)"
OF_BATCH = (
    "CONSTRAINT fk_employer_import_batch_id_import_batch "
    "FOREIGN KEY(import_batch_id) REFERENCES import_batch (id)"
)
KEY_OF = {
    "import_batch": "CONSTRAINT pk_import_batch PRIMARY KEY (id)",
    "employer": "CONSTRAINT pk_employer PRIMARY KEY (id)",
}


def upgrade() -> None:
    op.add_column("import_batch", sa.Column("noun", sa.String(20), server_default=NOUN))
    # SQLite keeps the default of old rows in the table's definition, which loses it below.
    op.execute(f"UPDATE import_batch SET noun = '{NOUN}'")
    op.create_index("ix_import_batch_noun", "import_batch", ["noun"])
    op.execute(
        "UPDATE employer SET import_batch_id = NULL "
        "WHERE import_batch_id NOT IN (SELECT id FROM import_batch)"
    )
    if op.get_bind().dialect.name == "sqlite":
        _define("import_batch", f", \n\t{BY_ACCOUNT}", "")
        _define("import_batch", f" DEFAULT '{NOUN}'", " NOT NULL")
        _define("employer", KEY_OF["employer"], f"{KEY_OF['employer']}, \n\t{OF_BATCH}")
    else:
        op.drop_constraint("fk_import_batch_by_id_account", "import_batch", type_="foreignkey")
        op.alter_column("import_batch", "noun", nullable=False, server_default=None)
        op.create_foreign_key(
            "fk_employer_import_batch_id_import_batch",
            "employer",
            "import_batch",
            ["import_batch_id"],
            ["id"],
        )
    _rewrite_plans(_parted)


def downgrade() -> None:
    """Imports of other nouns go: the old code would take their rows for vacancies."""
    op.execute(sa.text("DELETE FROM import_batch WHERE noun != :noun").bindparams(noun=NOUN))
    _rewrite_plans(_flat)
    op.drop_index("ix_import_batch_noun", "import_batch")
    if op.get_bind().dialect.name == "sqlite":
        _define("employer", f", \n\t{OF_BATCH}", "")
        op.drop_column("import_batch", "noun")
        _define(
            "import_batch",
            KEY_OF["import_batch"],
            f"{KEY_OF['import_batch']}, \n\t{BY_ACCOUNT}",
        )
    else:
        op.drop_constraint(
            "fk_employer_import_batch_id_import_batch", "employer", type_="foreignkey"
        )
        op.drop_column("import_batch", "noun")
        op.create_foreign_key(
            "fk_import_batch_by_id_account", "import_batch", "account", ["by_id"], ["id"]
        )


def _define(table: str, old: str, new: str) -> None:
    """Replace a part of a table's definition in SQLite.

    Copying the table instead is impossible while others refer to it (sqlite.org/lang_altertable.html,
    "other kinds of changes").
    """
    bind = op.get_bind()
    found = bind.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).scalar_one()
    if old not in found:
        raise RuntimeError(f"the definition of {table} has no {old!r}")
    schema = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        (found.replace(old, new, 1), table),
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {schema + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _rewrite_plans(change: Callable[[dict], dict]) -> None:
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, mapping FROM import_batch")).all()
    for batch_id, mapping in rows:
        plan = json.loads(mapping)
        if not plan:
            continue
        changed = json.dumps(change(plan), ensure_ascii=False)
        update = sa.text("UPDATE import_batch SET mapping = :mapping WHERE id = :id")
        bind.execute(update.bindparams(mapping=changed, id=batch_id))


def _parted(plan: dict) -> dict:
    """Return a plan with the settings and outcomes of vacancies apart, in the order of `Plan`."""
    settings = {key: plan[key] for key in SETTINGS if key in plan}
    parted = {}
    for key, value in plan.items():
        if key not in SETTINGS:
            parted[key] = value
        if key == "columns":
            # A field's old name, until now translated at each reading.
            named = {index: "lodging" if one == "board" else one for index, one in value.items()}
            parted |= {"columns": named, "settings": settings}
    if parted.get("counts"):
        parted["counts"] = _parted_counts(parted["counts"])
    return parted


def _parted_counts(counts: dict) -> dict:
    staged = {key: counts[key] for key in OUTCOMES if counts.get(key)}
    rest = {key: value for key, value in counts.items() if key not in (*OUTCOMES, "read")}
    return {"read": counts["read"], "staged": staged, **rest}


def _flat(plan: dict) -> dict:
    """Return a plan as it was before."""
    plan.update(plan.pop("settings", {}))
    if plan.get("counts"):
        staged = plan["counts"].pop("staged", {})
        plan["counts"].update({key: staged.get(key, 0) for key in OUTCOMES})
    return plan
