"""What happens on a connection before a request is one, and after its answer is made."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api import limits

# Bytes that leave at once, without waiting for more.
ENOUGH = 65_536


class Joined:
    """A transport on which what is written at one time leaves as one piece.

    The server writes head and body of an answer apart, which would be two system calls and wake the caller twice.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []
        self._held = 0

    def write(self, data: bytes) -> None:
        """Send it with what else is written before the loop turns."""
        if not self._parts:
            self._loop.call_soon(self._send)
        self._parts.append(data)
        self._held += len(data)
        if self._held >= ENOUGH:
            self._send()

    def close(self) -> None:
        """Send what is left and end the connection."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        parts, self._parts, self._held = self._parts, [], 0
        if parts:
            self._transport.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class PatientProtocol(HttpToolsProtocol):
    """Closes a connection whose request line and headers do not arrive in time."""

    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection has to send a whole head soon."""
        super().connection_made(cast(asyncio.Transport, Joined(transport, self.loop)))
        self._closing = self.loop.call_later(limits.PATIENCE, transport.close)

    def on_message_begin(self) -> None:
        """So has each further request on it."""
        super().on_message_begin()
        self._stop_waiting()
        self._closing = self.loop.call_later(limits.PATIENCE, self.transport.close)

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._closing:
            self._closing.cancel()
            self._closing = None
