"""Commands that run and list scheduled tasks."""

from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from core import clock
from core.errors import NotFoundError
from core.features import installed
from core.filters import moment
from core.scheduling import clock_watch, leader, runner, service


def require_clock() -> None:
    """Refuse a command that ends or deletes things by the date while the clock is in doubt."""
    if not clock_watch.observe(clock.now()):
        raise click.ClickException(clock_watch.WAITS)


cli = AppGroup("scheduler", help="定时任务。")


@cli.command("run")
@click.option("--tick", default=10.0, show_default=True, help="几秒看一次有没有到点的。")
@click.option("--life", default=15.0, show_default=True, help="几秒不续就让给别的进程。")
@click.option("--parent", type=int, default=None, help="这个进程没了就跟着结束。")
@click.option("--beat", type=click.Path(path_type=Path), help="隔几秒改一次这个文件的时间。")
def run(tick: float, life: float, parent: int | None, beat: Path | None) -> None:
    """一直运行定时任务；开几个都行，只有一个在做。"""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    service.serve(app, tick_seconds=tick, life=timedelta(seconds=life), parent=parent, beat=beat)


@cli.command("once")
@click.argument("name")
def once(name: str) -> None:
    """现在就做一项（不管到没到点）。"""
    try:
        task = installed().task(name)
    except NotFoundError as error:
        names = "、".join(one.name for one in installed().schedule)
        raise click.ClickException(f"没有这项任务。有：{names}") from error
    if not task.any_clock:
        require_clock()
    click.echo(f"{task.label}：{task.work() or '做完了'}")


@cli.command("status")
def status() -> None:
    """每项任务上次什么时候做的、结果怎样、下次什么时候。"""
    now, runs = clock.now(), runner.last_runs()
    for task in installed().schedule:
        last = runs.get(task.name)
        line = f"{moment(last.slot)} {last.status.value} {last.result}" if last else "还没做过"
        click.echo(f"{task.name:24} {line}；下次 {moment(task.next_slot(now))}")


@cli.command("lead")
def lead() -> None:
    """现在由哪个进程在做。"""
    row = leader.current()
    click.echo(f"{row.holder}，到 {moment(row.held_until)}" if row else "没有进程在做。")
