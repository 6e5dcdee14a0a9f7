"""Serve pages and API."""

from functools import cache
from typing import TYPE_CHECKING

import click

from api import addresses
from api.commands.opening import opened
from graph.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI


@click.command(help="启动引擎、装载内置城市并提供网页与接口 | start, load and serve.  例：innograph up --port 8000")
@click.option("--host", help="监听地址 | address")
@click.option("--port", type=click.IntRange(0, 65535), help="端口 | port")
@click.option("--workers", type=click.IntRange(1, 16), help="服务进程数 | processes that serve")
@click.option("--anonymous-read", is_flag=True, help="对外监听时允许无密钥阅读 | let anyone who reaches it read")
@click.option("--no-browser", is_flag=True, help="不打开浏览器 | do not open a browser")
@click.option("--offline", is_flag=True, help="只用缓存，不联网 | use the cache only")
@click.pass_obj
def up(
    settings: Settings,
    host: str | None,
    port: int | None,
    workers: int | None,
    anonymous_read: bool,
    no_browser: bool,
    offline: bool,
) -> None:
    given = {"host": host, "port": port, "workers": workers}
    given |= {"offline": int(offline) or None, "anonymous_read": int(anonymous_read) or None}
    settings = settings.but(**{name: str(value) for name, value in given.items() if value is not None})
    addresses.guarded(settings)
    addresses.free_port(settings)
    made = cache(lambda: application(settings))
    with opened(settings, meanwhile=made) as store:
        from api import serving

        serving.serve(settings, store, made(), browser=not no_browser)


def application(settings: Settings) -> "FastAPI":
    """The application before it has a store: a second of imports and of building, while the engine starts."""
    from api import serving

    return serving.application(settings)
