"""Commands of the plumbing: check the audit chain, send what waits in the outbox."""

import click
from flask.cli import AppGroup

from core import audit, outbox
from core.db import db

audit_cli = AppGroup("audit", help="操作记录。")
outbox_cli = AppGroup("outbox", help="待发消息。")


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
