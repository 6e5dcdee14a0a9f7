"""What OpenAPI promises is what the served routes do, whatever they are sent."""

import subprocess
import sys
from pathlib import Path

# Every check that a read-only interface can be held to. Acceptance of all data that fits the schema is left out:
# whether a name is known is no matter of its schema.
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance"
)


def test_no_generated_request_breaks_the_contract(address, tmp_path):
    command = [str(Path(sys.executable).with_name("st")), "run", f"{address}/openapi.json", "--url", address]
    options = [
        "--checks",
        CHECKS,
        "--max-examples",
        "8",
        "--workers",
        "2",
        "--seed",
        "7",
        "--no-color",
        "--continue-on-failure",
    ]
    done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
