"""The start cache: the jars' classes as Java wants them in memory (JDK 25's AOT cache), which halves a start.

It is built once, in the background (training.py). A new list of jars, another Java or other flags give it another
name, hence a new one. Java compares it with the jars and its own checksum at each start, and goes without it where
they differ.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.engine.runtime import FLAGS, java_home
from graph.settings import Settings

REFUSED = "Unable to map shared spaces"
CRASHED = "A fatal error has been detected by the Java Runtime Environment"


@dataclass(frozen=True)
class StartCache:
    """The cache for these jars with this Java and these flags, whether it exists yet or not."""

    file: Path
    wanted: bool

    @classmethod
    def of(cls, settings: Settings, jars: Sequence[Path], flags: Sequence[str] = FLAGS) -> "StartCache":
        """The one that belongs to the jars as they lie there now."""
        modules = (java_home() / "lib" / "modules").stat()
        files = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in jars]
        parts = [*flags, f"{modules.st_size} {modules.st_mtime_ns}", *files]
        key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        return cls(jars[0].parent / f"start-{key}.aot", settings.on("start_cache"))

    @property
    def unusable(self) -> Path:
        """Marks that this machine cannot build or use it, so that nobody tries again."""
        return self.file.with_suffix(".unusable")

    def flags(self) -> list[str]:
        """What Java is told to use it; nothing where there is none."""
        used = self.wanted and self.file.exists()
        return [f"-XX:AOTCache={self.file}", "-XX:+VerifySharedSpaces"] if used else []

    def buildable(self) -> bool:
        """Whether it is wanted and can be built here."""
        done = self.file.exists() or self.unusable.exists()
        return self.wanted and not done and os.access(self.file.parent, os.W_OK)

    def review(self, console: Path) -> bool:
        """Throw it away where Java's output says that it was refused or broke Java; gives whether it did so."""
        text = console.read_text(encoding="utf-8", errors="replace")
        spoilt = bool(self.flags()) and (REFUSED in text or CRASHED in text)
        if spoilt:
            self.file.unlink(missing_ok=True)
        return spoilt
