"""Keys and the record of what was done with them, from the command line."""

import getpass
import sys

import click
import orjson

from api.access.audit import append, verify
from api.access.control import Access
from api.access.keys import ROLES, Key
from api.answers import table
from api.commands.options import JSON
from graph.settings import Settings


@click.group(help="访问密钥 | keys of callers.  例：innograph key create 统计局 --role viewer --days 365")
def key() -> None:
    pass


@key.command(help="新建密钥，只显示一次 | make a key, shown once.  例：innograph key create 统计局 --role viewer")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="viewer", help="角色 | role")
@click.option("--days", type=click.IntRange(0, 3650), default=365, help="有效天数，0 为不限 | days of life, 0: no end")
@click.pass_obj
def create(settings: Settings, name: str, role: str, days: int) -> None:
    made, secret = Access.of(settings).keys.create(name, role, days)
    _note(settings, "key create", made)
    click.echo(secret)
    click.echo(f"密钥 {made.id} 只显示这一次，请妥善保存。| key {made.id} is shown only now; keep it safe.", err=True)


@key.command("list", help="列出密钥 | list keys.  例：innograph key list")
@JSON
@click.pass_obj
def list_(settings: Settings, kind: str) -> None:
    columns = ("id", "name", "role", "created", "expires", "revoked")
    rows = [[getattr(each, column) for column in columns] for each in Access.of(settings).keys.all()]
    if kind == "json":
        click.echo(orjson.dumps([dict(zip(columns, row, strict=True)) for row in rows]))
    else:
        click.echo(table([columns, *rows]))


@key.command(help="立即撤销密钥 | end a key now.  例：innograph key revoke 1a2b3c4d")
@click.argument("id_", metavar="ID")
@click.pass_obj
def revoke(settings: Settings, id_: str) -> None:
    _note(settings, "key revoke", Access.of(settings).keys.revoke(id_))
    click.echo(f"密钥 {id_} 已撤销。| key {id_} is revoked.")


@key.command(help="换发密钥，旧的到期作废 | replace a key.  例：innograph key rotate 1a2b3c4d --grace 7")
@click.argument("id_", metavar="ID")
@click.option("--grace", type=click.IntRange(0, 90), default=7, help="旧密钥还可用几天 | days the old one works")
@click.pass_obj
def rotate(settings: Settings, id_: str, grace: int) -> None:
    made, secret = Access.of(settings).keys.rotate(id_, grace)
    _note(settings, f"key rotate {id_}", made)
    click.echo(secret)
    click.echo(f"新密钥 {made.id} 只显示这一次。| the new key {made.id} is shown only now.", err=True)


@click.group(help="操作记录 | the record of what was done.  例：innograph audit verify")
def audit() -> None:
    pass


@audit.command("verify", help="核对操作记录未被改动 | check that it was not altered.  例：innograph audit verify")
@JSON
@click.pass_obj
def verify_(settings: Settings, kind: str) -> None:
    verdict = verify(Access.of(settings).audit.folder)
    if kind == "json":
        click.echo(orjson.dumps(verdict._asdict()))
    elif verdict.fault:
        click.echo(f"操作记录在 {verdict.fault} 处被改动。| the record was altered at {verdict.fault}.")
    else:
        click.echo(f"{verdict.entries} 条记录完好，末条印记 {verdict.last}。| {verdict.entries} entries hold.")
    sys.exit(1 if verdict.fault else 0)


def _note(settings: Settings, what: str, about: Key) -> None:
    who = getpass.getuser()
    entry = {"who": who, "role": "cli", "what": what, "key": about.id, "name": about.name, "for": about.role}
    append(Access.of(settings).audit.folder, [entry])
