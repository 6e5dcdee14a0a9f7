"""What a programmer of another bureau meets: examples of docs/api.md, the documentation page, a generated client."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from api.app import create_app
from ingest.templates import read_templates, write_template
from tests.conftest import served
from tests.openapi import GOLDEN

PAGE = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
PATIENCE = 60


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


CALLS = [line for block in blocks("console") for line in re.findall(r"^\$ (curl .*(?:\n  .*)*)", block, re.MULTILINE)]


@pytest.fixture(scope="module")
def app(settings, store):
    return create_app(settings, store)


@pytest.fixture(scope="module")
def root(app):
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def secret(app):
    return app.state.access.keys.create("外单位", "editor")[1]


def test_every_call_of_the_documentation_succeeds(root, secret, tmp_path):
    assert len(CALLS) >= 7
    write_template(read_templates()["membership"], tmp_path / "成员.csv", lambda cls: [])
    text = (tmp_path / "成员.csv").read_text(encoding="utf-8-sig")
    source = {"来源标题*": "名单", "来源单位*": "某局", "来源日期*": "2024"}
    for label, value in source.items():
        text = text.replace(f"{label},,", f"{label},{value},")
    (tmp_path / "成员.csv").write_text(text, encoding="utf-8")
    environment = os.environ | {"INNOGRAPH_KEY": secret}
    for call in CALLS:
        command = call.replace("curl", "curl -S --fail-with-body", 1).replace("ik_…", secret)
        command = re.sub(r"http://127\.0\.0\.1:8000|https://graph\.example", root, command)
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, call + done.stdout[-500:] + done.stderr
        assert done.stdout or list(tmp_path.glob("钓具.csv")), call


def test_every_python_example_of_the_documentation_runs(root, store):
    (example,) = blocks("python")
    known = {}
    exec(compile(example, "docs/api.md", "exec"), known)
    events, revision = known["followed"](root, 0)
    assert revision == store.revision()
    assert len({event["id"] for event in events}) == len(events) > 1000


def test_the_documentation_page_needs_nothing_from_elsewhere(root):
    for lang, title in (("zh", "接口文档"), ("en", "Interface (API)")):
        page = httpx2.get(f"{root}/docs?lang={lang}", headers={"Accept": "text/html"}, timeout=PATIENCE)
        assert page.status_code == 200 and title in page.text
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.text)
        assets = re.findall(r'(?:src|href)="([^"]+\.(?:js|css)(?:\?[^"]*)?)"', page.text)
        assert len(assets) >= 4 and all(asset.startswith("/static/") for asset in assets)
        assert [httpx2.get(root + asset).status_code for asset in assets] == [200] * len(assets)


def test_a_client_generated_from_the_contract_is_typed_and_works(root, secret, tmp_path, monkeypatch):
    command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--meta", "none"]
    settings = tmp_path / "settings.json"
    settings.write_text('{"post_hooks": []}')
    command += ["--path", str(GOLDEN), "--output-path", str(tmp_path / "bureau"), "--config", str(settings)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module
    client = module("bureau").AuthenticatedClient(root, token=secret, timeout=PATIENCE)
    with client:
        asked = module("bureau.api.queries.queries_platforms_for_chain").sync(client=client, chain="钓具")
        assert type(asked).__name__ == "PlatformsForChainAnswer"
        assert [(row.platform.id, row.basis, row.claims[0].document.id) for row in asked.items[:1]] == [
            ("WHR031", "stated", "D000")
        ]
        thing = module("bureau.api.resources.entities_id").sync("WHR031", client=client)
        assert (thing.entity.name, thing.entity.class_) == ("市级钓具装备技术创新中心", "TechInnovationCenter")
        unknown = module("bureau.api.resources.entities_id").sync_detailed("nothing", client=client)
        assert (unknown.status_code, type(unknown.parsed).__name__) == (404, "Problem")
        rows = module("bureau.models").Rows.from_dict(
            {
                "template": "membership",
                "source": {"title": "名单", "issuer": "某局", "date": "2024"},
                "rows": [{"member": "某某研究院", "class": "创新平台", "system": "1+4+N"}],
            }
        )
        sent = module("bureau.api.ingest.ingest").sync(client=client, body=rows, dry_run=True)
        assert (sent.taken, sent.rejected, sent.dry_run) == (1, 0, True)
    for name in [name for name in sys.modules if name.partition(".")[0] == "bureau"]:
        del sys.modules[name]
