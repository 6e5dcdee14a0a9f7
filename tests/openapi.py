"""The OpenAPI document as a file, to see changes of the contract; `uv run python -m tests.openapi` renews it."""

import json
from pathlib import Path

from api.app import create_app
from graph.settings import Settings

GOLDEN = Path(__file__).parent / "golden" / "openapi.json"


def document() -> str:
    """The document of the default settings, keys in order."""
    return json.dumps(create_app(Settings()).openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    GOLDEN.write_text(document(), encoding="utf-8")
