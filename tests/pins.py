"""Versions of everything installed beyond direct dependencies; `uv run python -m tests.pins` renews the list."""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
OPENING = "constraint-dependencies = [\n"
# What an environment brings itself, and what only some machines have.
NOT_OURS = {"innograph", "pip", "setuptools", "uv"}


def normal(name: str) -> str:
    """A distribution's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def direct() -> dict[str, str]:
    """Versions of the direct dependencies, of the program and of its development."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    listed = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    pinned = (text.partition(";")[0].partition("==") for text in listed)
    return {normal(name): version for name, _, version in pinned}


def constraints() -> dict[str, str]:
    """Versions written down for everything else."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    listed = project["tool"]["uv"].get("constraint-dependencies", [])
    pinned = (text.partition(";")[0].partition("==") for text in listed)
    return {normal(name): version for name, _, version in pinned}


def installed() -> dict[str, str]:
    """Versions in this environment beyond the direct dependencies."""
    found = {normal(one.metadata["Name"]): one.version for one in distributions()}
    return {name: found[name] for name in sorted(found) if name not in NOT_OURS | set(direct())}


if __name__ == "__main__":
    text = PROJECT.read_text(encoding="utf-8")
    head, _, rest = text.partition(OPENING)
    tail = rest.partition("]\n")[2]
    rows = "".join(f'    "{name}=={version}",\n' for name, version in installed().items())
    PROJECT.write_text(f"{head}{OPENING}{rows}]\n{tail}", encoding="utf-8")
