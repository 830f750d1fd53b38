"""Commands of core: verify the audit log, send the outbox, draw the life cycles."""

import click
from flask.cli import AppGroup

from core import audit, outbox
from core.config import ROOT
from core.db import db
from core.features import installed

audit_cli = AppGroup("audit", help="操作记录。")
outbox_cli = AppGroup("outbox", help="待发消息。")
lifecycles_cli = AppGroup("lifecycles", help="状态表。")


@audit_cli.command("verify")
def verify() -> None:
    """核对操作记录的链条，被改过就指出第一处。"""
    broken = audit.first_broken_link(db.session())
    if broken is not None:
        raise click.ClickException(f"操作记录从第 {broken} 条起对不上。")
    click.echo("操作记录完整。")


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
