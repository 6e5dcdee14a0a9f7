"""Keys of programs and people: kept as digests in one file of the data directory, shown once when made."""

import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_hex, token_urlsafe

import orjson
from filelock import FileLock

from graph.errors import BadParameter, NotFound

ROLES = ("viewer", "editor", "admin")
MARK = "ik"


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `digest` is SHA-256 of 256 random bits, times are ISO 8601 in UTC, empty for never."""

    id: str
    name: str
    role: str
    digest: str
    created: str
    expires: str = ""
    revoked: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything at that time."""
        return not self.revoked and (not self.expires or now < datetime.fromisoformat(self.expires))


class Keys:
    """The file of keys. It is read again whenever it has changed, so a revoked key is shut out at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] = (0, 0)
        self._keys: dict[str, Key] = {}

    def all(self) -> tuple[Key, ...]:
        """Every key ever made here, the revoked ones too."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return ()
        if (stat.st_mtime_ns, stat.st_ino) != self._seen:
            self._keys = {key["id"]: Key(**key) for key in orjson.loads(self.path.read_bytes())}
            self._seen = (stat.st_mtime_ns, stat.st_ino)
        return tuple(self._keys.values())

    def create(self, name: str, role: str, days: int = 0) -> tuple[Key, str]:
        """A new key and its secret, which nothing keeps; `days` of life, 0 for no end."""
        if role not in ROLES:
            zh, en = f"角色应为 {'、'.join(ROLES)} 之一。", f"the role must be one of {', '.join(ROLES)}."
            raise BadParameter(zh, en, errors=[{"field": "role", "reason": zh, "reason_en": en}])
        id_, now = token_hex(4), datetime.now(UTC)
        secret = f"{MARK}_{id_}_{token_urlsafe(32)}"
        key = Key(id_, name, role, digest_of(secret), stamp(now), stamp(now + timedelta(days=days)) if days else "")
        self._change(lambda keys: [*keys, key])
        return key, secret

    def revoke(self, id_: str) -> Key:
        """End a key now; NotFound for an unknown one."""
        old = self._named(id_)
        key = replace(old, revoked=old.revoked or stamp(datetime.now(UTC)))
        self._change(lambda keys: [key if each.id == id_ else each for each in keys])
        return key

    def rotate(self, id_: str, grace: int) -> tuple[Key, str]:
        """A successor of the same name and role; the old key ends after `grace` days."""
        old, now = self._named(id_), datetime.now(UTC)
        life = (datetime.fromisoformat(old.expires) - datetime.fromisoformat(old.created)).days if old.expires else 0
        made = self.create(old.name, old.role, life)
        ending = stamp(now + timedelta(days=grace))
        ended = replace(old, expires=min(filter(None, (old.expires, ending))))
        self._change(lambda keys: [ended if each.id == id_ else each for each in keys])
        return made

    def holder(self, secret: str) -> Key | None:
        """The key of this secret while it is good."""
        key = self.known(secret.split("_")[1] if secret.startswith(f"{MARK}_") and secret.count("_") >= 2 else "")
        return key if key and compare_digest(key.digest, digest_of(secret)) else None

    def known(self, id_: str) -> Key | None:
        """The key of this id while it is good."""
        self.all()
        key = self._keys.get(id_)
        return key if key and key.holds(datetime.now(UTC)) else None

    def _named(self, id_: str) -> Key:
        self.all()
        if id_ not in self._keys:
            raise NotFound(
                f"没有编号为 {id_} 的密钥；可用 innograph key list 查看。",
                f"there is no key {id_}; see innograph key list.",
            )
        return self._keys[id_]

    def _change(self, change: Callable[[tuple[Key, ...]], Iterable[Key]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(f"{self.path}.lock"):
            content = orjson.dumps([asdict(key) for key in change(self.all())], option=orjson.OPT_INDENT_2)
            write_secretly(self.path, content)
        self._seen = (0, 0)


def digest_of(secret: str) -> str:
    """SHA-256 suffices for 256 random bits; nothing shorter is ever a key."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def stamp(moment: datetime) -> str:
    """Seconds of UTC."""
    return moment.isoformat(timespec="seconds")


def write_secretly(path: Path, content: bytes) -> None:
    """Replace a file in one step, readable by its owner only."""
    draft = path.with_suffix(f".{token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    os.replace(draft, path)
