"""What OpenAPI promises is what the served routes do, whatever they are sent."""

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from jsonschema import Draft202012Validator

from api.app import create_app
from queries import read_queries
from tests.conftest import served
from tests.openapi import GOLDEN, document

# Every check that a read-only interface can be held to. Acceptance of all data that fits the schema is left out:
# whether a name is known is no matter of its schema.
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance"
)


@pytest.fixture(scope="module")
def web(address):
    with httpx2.Client(base_url=address, timeout=60) as client:
        yield client


def fuzzed(address, folder, *options):
    """Generated requests to the served routes: what of the contract they broke."""
    command = [str(Path(sys.executable).with_name("st")), "run", f"{address}/openapi.json", "--url", address]
    command += ["--checks", CHECKS, "--workers", "2", "--seed", "7", "--no-color", "--continue-on-failure", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout[-8000:] + done.stderr[-2000:]


def test_no_generated_request_without_a_key_breaks_the_contract(address, tmp_path):
    # The whole graph as a file is asked for on the small one below.
    options = ["--phases", "fuzzing", "--max-examples", "2", "--exclude-path", "/api/v1/export"]
    assert fuzzed(address, tmp_path, *options) == ""


def test_no_generated_request_of_an_editor_breaks_the_contract(settings, blank, tmp_path):
    """Each boundary of each parameter; of the questions, whose routes are one, two stand for all."""
    app = create_app(settings.but(rate_limit="1000000"), blank)
    key = app.state.access.keys.create("试写", "editor")[1]
    routes = r"^/api/v1/(?!queries/|entities/|documents/|chains/)|/queries/(search|members_as_of)$|/entities/.id.$"
    options = ["--phases", "coverage", "--include-path-regex", routes, "-H", f"Authorization: Bearer {key}"]
    with served(app) as root:
        assert fuzzed(root, tmp_path, *options) == ""


def test_the_contract_changes_only_on_purpose():
    renew = "the contract changed; if that is meant: uv run python -m tests.openapi"
    assert document() == GOLDEN.read_text(encoding="utf-8"), renew


def test_every_row_of_every_question_has_the_type_it_declares(web):
    described = web.get("/openapi.json").json()
    for name, question in read_queries().items():
        for example in question.examples:
            answer = web.get(f"/api/v1/queries/{name}", params=example).json()
            schema = {"$ref": f"#/components/schemas/{camel(name)}Answer", "components": described["components"]}
            faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(answer)]
            assert faults == [], (name, dict(example))


def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))
