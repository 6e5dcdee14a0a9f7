"""May this address be served on: said before anything is started."""

import socket
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address

from graph.errors import EngineBusy, SettingError
from graph.settings import Settings


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
    host, now = settings.text("host"), datetime.now(UTC)
    if is_loopback(host):
        return
    from api.access.control import Access

    access = Access.of(settings)
    if access.anonymous.role or any(key.holds(now) for key in access.keys.all()):
        return
    raise SettingError(
        f"{host} 可被其他机器访问，但还没有密钥；请先用 innograph key create 新建密钥，"
        "或加 --anonymous-read 允许无密钥阅读。",
        f"others can reach {host}, and there is no key yet; make one with innograph key create, "
        "or add --anonymous-read to let anyone read.",
    )


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    if host in ("localhost", "testclient", ""):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
