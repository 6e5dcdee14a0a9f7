"""What editors decide, from the command line: about claims, about sources, about two ids for one thing."""

import getpass
from collections.abc import Callable
from typing import Any

import click

from api.commands.opening import opened
from graph import identity
from graph import standing as decisions
from graph.settings import Settings

BY = click.option("--by", default=getpass.getuser, show_default="本机用户", help="决定人 | who decides")
REASON = click.option("--reason", required=True, help="理由 | why")


def signed(command: Callable[..., None]) -> Callable[..., Any]:
    """A decision needs a name and a reason."""
    return BY(REASON(command))


@click.command(
    help="采信、驳回、优先或停用说法 | decide about claims.  例：innograph decide reject WF0042 --reason 误读"
)
@click.argument("action", type=click.Choice(list(decisions.ACTIONS)))
@click.argument("claims", nargs=-1, required=True)
@signed
@click.pass_obj
def decide(settings: Settings, action: str, claims: tuple[str, ...], by: str, reason: str) -> None:
    with opened(settings) as store:
        told(decisions.decide(store, action, claims, by, reason))


@click.command(help="撤回一份资料的全部说法 | retract a source.  例：innograph retract D004 --reason 文件作废")
@click.argument("document")
@signed
@click.pass_obj
def retract(settings: Settings, document: str, by: str, reason: str) -> None:
    with opened(settings) as store:
        told(decisions.retract(store, document, by, reason))


@click.command(help="撤销一个决定 | undo a decision.  例：innograph undo d0123456789ab")
@click.argument("decision")
@BY
@click.pass_obj
def undo(settings: Settings, decision: str, by: str) -> None:
    with opened(settings) as store:
        click.echo(f"已撤销，修订 {decisions.undo(store, decision, by)}。| undone.")


@click.command(
    help="判定两个编号是同一对象 | judge two ids to be one.  例：innograph merge WHR002 U1a2b3c --reason 同一单位"
)
@click.argument("keep")
@click.argument("drop")
@signed
@click.pass_obj
def merge(settings: Settings, keep: str, drop: str, by: str, reason: str) -> None:
    with opened(settings) as store:
        click.echo(f"{drop} 已并入 {keep}，修订 {identity.merge(store, keep, drop, by, reason)}。| merged.")


@click.command(help="拆开并错的对象 | split what was merged.  例：innograph split U1a2b3c --reason 实为两家")
@click.argument("drop")
@signed
@click.pass_obj
def split(settings: Settings, drop: str, by: str, reason: str) -> None:
    with opened(settings) as store:
        click.echo(f"{drop} 已拆出，修订 {identity.split(store, drop, by, reason)}。| split.")


def told(decision: decisions.Decision) -> None:
    """What was decided, and how to undo it."""
    click.echo(f"决定 {decision.id}：{decision.action}，{decision.claims} 条说法，修订 {decision.revision}。")
    click.echo(f"撤销：innograph undo {decision.id} | to undo it")
