"""What access control consists of, made once for an application."""

from dataclasses import dataclass

from api.access.audit import Audit
from api.access.keys import Keys
from api.access.roles import Caller
from api.access.sessions import Sessions
from api.addresses import is_loopback
from graph.settings import Settings


@dataclass(frozen=True)
class Access:
    """The files of access control and its settings, made once for an application."""

    keys: Keys
    sessions: Sessions
    audit: Audit
    anonymous: Caller
    per_minute: int

    @classmethod
    def of(cls, settings: Settings) -> "Access":
        """From the data directory; nobody may read where others on the network can ask, unless the setting says so."""
        folder = settings.home / "access"
        readable = is_loopback(settings.text("host")) or settings.on("anonymous_read")
        return cls(
            Keys(folder / "keys.json"),
            Sessions(folder / "secret"),
            Audit(folder / "audit"),
            Caller("viewer" if readable else ""),
            settings.number("rate_limit"),
        )
