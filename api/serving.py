"""Serve until told to stop."""

import socket
import threading
import webbrowser
from contextlib import suppress

import click
import uvicorn

from api.app import create_app
from graph.errors import EngineBusy
from graph.settings import Settings
from graph.store import Store


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


def serve(settings: Settings, store: Store, browser: bool) -> None:
    """Pages and API on the address of the settings; returns after Ctrl-C or SIGTERM."""
    address = f"http://{settings.text('host')}:{settings.number('port')}/"
    app = create_app(settings, store)
    config = uvicorn.Config(
        app, settings.text("host"), settings.number("port"), log_level="warning", server_header=False
    )
    click.echo(f"InnoGraph 已就绪：{address}  （Ctrl-C 停止 | ready, Ctrl-C stops）", err=True)
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    # The server stops cleanly at a signal and then raises it again.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()
