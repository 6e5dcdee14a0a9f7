"""Serve until told to stop."""

import gc
import os
import threading
import webbrowser
from contextlib import suppress

import click
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.addresses import is_loopback
from api.app import create_app
from api.logs import log_to_stderr
from api.protocol import PatientProtocol
from api.warming import warming
from graph.asking import catalogue
from graph.settings import Settings, read_settings
from graph.store import Store

READING = "能访问到本机的人无需密钥即可阅读。| anyone who reaches this machine may read without a key."
KEYED = "需要密钥才能访问。| a key is needed to read."


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
    return application(settings)


def application(settings: Settings) -> FastAPI:
    """The application before it has a store."""
    return create_app(settings)


def run(settings: Settings, store: Store, app: FastAPI) -> None:
    """Serve `app` in this process, or in several that share the address and attach to the same database."""
    if settings.number("workers") < 2:
        app.state.store = store
        with warming(store, app.state.catalogue, settings.home):
            uvicorn.Server(config_of(app, settings)).run()
        return
    os.environ.update(settings.environment())
    config = config_of("api.serving:worker", settings)
    with warming(store, catalogue(), settings.home):
        Multiprocess(config, [config.bind_socket()]).run()


def serve(settings: Settings, store: Store, app: FastAPI, browser: bool) -> None:
    """Pages and API on the address of the settings; returns after Ctrl-C or SIGTERM."""
    address = f"http://{settings.text('host')}:{settings.number('port')}/"
    log_to_stderr(settings.text("log"))
    click.echo(f"InnoGraph 已就绪：{address}  （Ctrl-C 停止 | ready, Ctrl-C stops）", err=True)
    if not is_loopback(settings.text("host")):
        click.echo(READING if settings.on("anonymous_read") else KEYED, err=True)
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    # What stands now lives as long as the process: no collection has to look at it again, nor the end take it apart.
    gc.freeze()
    # The server stops cleanly at a signal and then raises it again.
    with suppress(KeyboardInterrupt):
        run(settings, store, app)
