"""The command that makes a version from what is confirmed or has happened since."""

import click
from rich.console import Console
from rich.table import Table

from matching.commands import group, in_transaction
from matching.learning import operations

cli = group


@cli.command("learn")
@click.argument("kind", type=click.Choice(["titles", "weights"]))
def learn(kind: str) -> None:
    """收集确认过的岗位名称（titles）或从结果里学分值（weights），试排一版，不启用。"""
    made = operations.make_titles if kind == "titles" else operations.make_weights
    version = in_transaction(lambda: made(by_id=None))
    report = version.report
    click.echo(f"第 {version.id} 版：{version.status.label}。")
    click.echo(
        f"{report['people']} 人试排，前十个岗位留下 {report['same']:.0%}，"
        f"第一个没变的 {report['first_same']:.0%}。"
    )
    table = Table("谁", "人数", "现在", "这一版")
    for one in report["groups"]:
        before, after = f"{one['before']:.2f}", f"{one['after']:.2f}"
        table.add_row(f"{one['by']}：{one['name']}", str(one["people"]), before, after)
    Console(width=100).print(table)
