"""Commands of accounts: the first administrator is created here, never by default."""

import click
from flask.cli import AppGroup

from core.access import STAFF, Role
from core.db import transaction
from core.errors import DomainError
from people.accounts import operations
from people.accounts.facts import StaffFacts

cli = AppGroup("staff", help="工作人员账号。")


@cli.command("create")
@click.option("--role", type=click.Choice([role.value.lower() for role in STAFF]), required=True)
@click.option("--name", required=True, help="姓名。")
@click.option("--phone", required=True, help="手机号，登录用。")
@click.option("--division", default=None, help="服务站工作人员所在乡镇的代码。")
def create(role: str, name: str, phone: str, division: str | None) -> None:
    """建一个工作人员账号，打印一次性密码。"""
    facts = StaffFacts(Role(role.upper()), name, phone, division)
    one_time = operations.new_one_time_password()
    try:
        with transaction():
            operations.create_staff(facts, one_time=one_time, by_two=True)
    except DomainError as error:
        sentences = (one.message for one in (error, *error.others))
        raise click.ClickException("\n".join(sentences)) from error
    click.echo(f"已建好。一次性密码：{one_time}（第一次登录时要改）")
