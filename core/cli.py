"""Commands of core: verify the audit log, send the outbox, draw the life cycles."""

import click
from flask.cli import AppGroup

from core import audit, audit_guards, outbox
from core.audit_schedule import words_of_faults
from core.config import ROOT
from core.db import transaction
from core.features import installed

audit_cli = AppGroup("audit", help="操作记录。")
outbox_cli = AppGroup("outbox", help="待发消息。")
lifecycles_cli = AppGroup("lifecycles", help="状态表。")


@audit_cli.command("verify")
def verify() -> None:
    """核对操作记录的链条和数据库里的保护，被改过就指出来。"""
    found = words_of_faults()
    if found:
        raise click.ClickException(f"操作记录：{found}。")
    click.echo("操作记录完整。")


@audit_cli.command("guard")
def guard() -> None:
    """把操作记录的保护重新装上；先核对（flask audit verify），查清是谁动的。"""
    with transaction() as session:
        connection = session.connection()
        before = audit_guards.faults(connection)
        audit_guards.install(connection)
        audit.record("audit.guard", "record", count=len(before))
        left = audit_guards.faults(connection)
    if left:
        raise click.ClickException(f"装上了，还有：{'；'.join(left)}。请用最近的备份恢复。")
    click.echo("操作记录的保护已装上。")


@outbox_cli.command("relay")
def relay() -> None:
    """把待发消息发出去（默认打印在屏幕上，不离开本机）。"""
    sent = outbox.relay({"console": lambda key, body: click.echo(f"{key}: {body}")})
    click.echo(f"发出 {sent} 条。")


@lifecycles_cli.command("draw")
def draw() -> None:
    """按代码里的状态表重画 docs/states/ 各页。"""
    for one in installed().lifecycles:
        page = ROOT / "docs" / "states" / f"{one.name}.md"
        page.write_text(one.document(), encoding="utf-8")
        click.echo(f"已写入 {page.name}。")
