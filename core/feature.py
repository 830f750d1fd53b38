"""The commands of core as the application sees them."""

from core.audit_schedule import verify_record
from core.cli import audit_cli, lifecycles_cli, outbox_cli
from core.features import Feature
from core.recording import RECORDED

FEATURE = Feature(
    name="core",
    recorded=RECORDED,
    commands=(audit_cli, outbox_cli, lifecycles_cli),
    schedule=(verify_record,),
)
