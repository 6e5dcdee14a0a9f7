"""Serve until told to stop."""

import os
import socket
import threading
import webbrowser
from contextlib import suppress
from datetime import UTC, datetime

import click
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.access.control import Access, is_loopback
from api.app import create_app
from api.limits import PatientProtocol
from api.logs import log_to_stderr
from api.warming import warm
from graph.asking import catalogue
from graph.errors import EngineBusy, SettingError
from graph.settings import Settings, read_settings
from graph.store import Store

READING = "能访问到本机的人无需密钥即可阅读。| anyone who reaches this machine may read without a key."
KEYED = "需要密钥才能访问。| a key is needed to read."


def free_port(settings: Settings) -> None:
    """Refuse early where the port is taken."""
    host, port = settings.text("host"), settings.number("port")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EngineBusy(
                f"{host}:{port} 不能使用（{error.strerror}）；请用 --port 换一个端口，或先停止占用它的程序。",
                f"{host}:{port} cannot be used ({error.strerror}); choose another with --port, or stop what holds it.",
            ) from error


def guarded(settings: Settings) -> None:
    """Refuse an address that others can reach while there is neither a key nor leave to read without one."""
    host, access = settings.text("host"), Access.of(settings)
    now = datetime.now(UTC)
    if is_loopback(host) or access.anonymous.role or any(key.holds(now) for key in access.keys.all()):
        return
    raise SettingError(
        f"{host} 可被其他机器访问，但还没有密钥；请先用 innograph key create 新建密钥，"
        "或加 --anonymous-read 允许无密钥阅读。",
        f"others can reach {host}, and there is no key yet; make one with innograph key create, "
        "or add --anonymous-read to let anyone read.",
    )


def config_of(app: FastAPI | str, settings: Settings) -> uvicorn.Config:
    """How the server runs: patient with slow answers, not with slow callers; 20 s to finish what is under way."""
    return uvicorn.Config(
        app,
        settings.text("host"),
        settings.number("port"),
        http=PatientProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=20,
        timeout_worker_healthcheck=60,
        factory=isinstance(app, str),
        workers=settings.number("workers") if isinstance(app, str) else 1,
    )


def worker() -> FastAPI:
    """The application of one of several processes; its settings come by the environment."""
    settings = read_settings()
    log_to_stderr(settings.text("log"))
    return create_app(settings)


def run(settings: Settings, store: Store) -> None:
    """Serve in this process, or in several that share the address and attach to the same database."""
    if settings.number("workers") < 2:
        uvicorn.Server(config_of(create_app(settings, store), settings)).run()
        return
    os.environ.update(settings.environment())
    config = config_of("api.serving:worker", settings)
    Multiprocess(config, [config.bind_socket()]).run()


def serve(settings: Settings, store: Store, browser: bool) -> None:
    """Pages and API on the address of the settings; returns after Ctrl-C or SIGTERM."""
    address = f"http://{settings.text('host')}:{settings.number('port')}/"
    log_to_stderr(settings.text("log"))
    click.echo(f"InnoGraph 已就绪：{address}  （Ctrl-C 停止 | ready, Ctrl-C stops）", err=True)
    if not is_loopback(settings.text("host")):
        click.echo(READING if settings.on("anonymous_read") else KEYED, err=True)
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    warm(store, catalogue(), settings.home)
    # The server stops cleanly at a signal and then raises it again.
    with suppress(KeyboardInterrupt):
        run(settings, store)
