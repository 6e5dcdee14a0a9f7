"""The page of questions, written from their headers; `uv run python -m tests.questions_page` renews it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from queries import Param, Query, read_queries

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
HEAD = """# What can be asked

One file in `queries/` is one question: a REST endpoint `/api/v1/queries/NAME`, a command `innograph query NAME`, a form
and this entry. The page is written from the headers of the files; a test compares it with them.

A column of type `claims` holds the statements a row rests on, each with document, line and columns. What is planned is
marked `plan`, what a reader inferred `inferred`; what only awaits review is never shown as fact.
"""


def page(catalogue: Mapping[str, Query]) -> str:
    """The whole page as Markdown."""
    contents = [f"- [{q.title_zh}](#{name}) — {q.title_en}" for name, q in catalogue.items()]
    return "\n".join([HEAD, *contents, "", *(line for q in catalogue.values() for line in entry(q))])


def entry(query: Query) -> Iterator[str]:
    """One question: title, what it answers, parameters, columns, examples."""
    yield f"## {query.name}"
    yield f"**{query.title_zh}** | {query.title_en}\n\n{query.about}\n"
    if query.about_en:
        yield f"{query.about_en}\n"
    if query.params:
        yield "| parameter | type | default | |\n|---|---|---|---|"
        yield from (f"| `{p.name}` | {p.type.replace('|', ' / ')} | {default(p)} | {p.help} |" for p in query.params)
        yield ""
    yield "Columns: " + ", ".join(f"`{c.name}` {c.type}" for c in query.returns) + "\n"
    yield from (f"    innograph query {query.name} {arguments(example)}".rstrip() for example in query.examples)
    yield ""


def default(param: Param) -> str:
    """What happens when the parameter is left out."""
    return "required" if param.required else param.default or "–"


def arguments(example: Mapping[str, str]) -> str:
    """An example as words of the command line."""
    return " ".join(f"'{k}={v}'" if " " in v else f"{k}={v}" for k, v in example.items())


if __name__ == "__main__":
    PAGE.write_text(page(read_queries()), encoding="utf-8")
