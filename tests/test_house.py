"""The house keeps its shape: format, lint, types, layers, and what may be in the repository."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT.parent / "shared" / "tools" / "house_rules.py"


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_code_is_formatted():
    run(sys.executable, "-m", "ruff", "format", "--check", ".")


def test_the_code_is_linted():
    run(sys.executable, "-m", "ruff", "check", ".")


def test_the_code_is_typed():
    run(sys.executable, "-m", "mypy")


def test_imports_flow_one_way():
    run(str(Path(sys.executable).with_name("lint-imports")))


@pytest.mark.shared
@pytest.mark.skipif(not RULES.is_file(), reason="the rules beside the repository are absent")
def test_nothing_is_in_the_repository_that_must_not_be():
    run(sys.executable, str(RULES), "content", "size")
