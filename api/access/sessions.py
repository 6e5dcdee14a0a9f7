"""Sessions of people: a signed cookie that names a key and an end, and the token that its forms carry."""

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, digest
from pathlib import Path
from secrets import token_bytes, token_hex

from filelock import FileLock

from api.access.keys import write_secretly

COOKIE = "session"
# A working day.
SECONDS = 10 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in: the id of a key; `nonce` differs for every sign-in."""

    key: str
    nonce: str


class Sessions:
    """Signs and reads cookies with a secret of the data directory, so that every worker knows them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._secret = b""

    def start(self, key: str) -> str:
        """The cookie of a new session."""
        text = f"{key}.{int(time.time()) + SECONDS}.{token_hex(16)}"
        return f"{text}.{self._sign(text)}"

    def read(self, cookie: str) -> Session | None:
        """The session of a cookie; None for one that is forged, altered or over."""
        text, _, signature = cookie.rpartition(".")
        parts = text.split(".")
        if len(parts) != 3 or not cookie.isascii() or not compare_digest(self._sign(text), signature):
            return None
        key, end, nonce = parts
        return Session(key, nonce) if int(end) > time.time() else None

    def token(self, nonce: str) -> str:
        """What forms of this session, or of a visitor who is about to sign in, have to carry."""
        return self._sign(f"form.{nonce}")

    def _sign(self, text: str) -> str:
        return urlsafe_b64encode(digest(self._key(), text.encode(), sha256)).decode().rstrip("=")

    def _key(self) -> bytes:
        if not self._secret:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(f"{self.path}.lock"):
                if not self.path.exists():
                    write_secretly(self.path, urlsafe_b64encode(token_bytes(32)))
                self._secret = urlsafe_b64decode(self.path.read_bytes())
        return self._secret
