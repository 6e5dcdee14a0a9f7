"""What is installed is what was meant: five packages of ours, all their data, the same versions by uv and by pip."""

import subprocess
import tomllib
import zipfile
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import pins

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "ingest", "api", "ontology", "queries")
DATA = {".cypher", ".ttl", ".csv", ".toml", ".html", ".js", ".css", ".lock", ".txt", ".po", ".mo", ".json", ".svg"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(["uv", "build", "--wheel", "-o", folder, ROOT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_no_other_distribution_owns_one_of_our_names():
    owners = packages_distributions()
    for name in PACKAGES:
        assert set(owners.get(name, [])) <= {"innograph"}


def test_the_wheel_holds_every_file_of_the_packages(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    expected = {f for f in tracked.stdout.splitlines() if Path(f).suffix in {".py", *DATA}}
    assert expected
    assert expected <= names
    assert not any(name.startswith(("tests/", "bench/", "docs/")) for name in names)


def test_the_wheel_carries_no_engine(wheel):
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".jar", ".so", ".dll", ".exe"))]


def test_every_direct_dependency_is_pinned():
    for requirement in project()["project"]["dependencies"]:
        assert "==" in requirement, requirement


def test_every_pin_is_the_version_installed():
    for requirement in map(Requirement, project()["project"]["dependencies"]):
        if not requirement.marker or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(requirement.name))


def test_everything_else_is_pinned_too():
    known = pins.constraints()
    missing = {name: version for name, version in pins.installed().items() if known.get(name) != version}
    assert missing == {}, "renew the list with: uv run python -m tests.pins"


def test_the_changelog_names_the_version():
    assert f"## {project()['project']['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_lock_file_is_tracked():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "uv.lock" not in tracked.split()


def test_the_container_file_is_a_valid_compose_file():
    done = subprocess.run(
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_container_files_use_the_names_of_the_settings():
    from graph.settings import SETTINGS

    known = {setting.variable for setting in SETTINGS}
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8").partition("\n  api:")[2]
    used = {
        line.split(":")[0].strip() for line in text.splitlines() if line.strip().startswith(("NEO4J_", "INNOGRAPH_"))
    }
    assert used
    assert used <= known
