"""What the command line prints: answers, reports, states."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from api import answers
from api.headings import value_label
from graph.asking import Answer
from graph.errors import BadParameter
from ingest.build import Report
from ingest.readers import Reject
from ingest.texts import Text
from queries import Query

WRITERS: Mapping[str, Callable[[Query, Answer], bytes]] = {
    "json": answers.to_json,
    "csv": answers.to_csv,
    "xlsx": answers.to_xlsx,
}


def pairs(arguments: Sequence[str]) -> dict[str, list[str]]:
    """KEY=VALUE words as a mapping; BadParameter for a word without `=`."""
    found: dict[str, list[str]] = {}
    for word in arguments:
        key, sign, value = word.partition("=")
        if not sign:
            zh, en = f"{word!r} 应写成 名称=值。", f"{word!r} should read name=value."
            raise BadParameter(zh, en, errors=[{"field": word, "reason": zh, "reason_en": en}])
        found.setdefault(key, []).append(value)
    return found


def rendered(query: Query, answer: Answer, kind: str, lang: str) -> bytes:
    """The answer in one format."""
    return WRITERS[kind](query, answer) if kind in WRITERS else as_table(query, answer, lang).encode()


def as_table(query: Query, answer: Answer, lang: str) -> str:
    """Rows for the eye, the documents they rest on below."""
    if not answer.items:
        return "没有记载。| no statement is recorded." if lang == "zh" else "nothing is recorded."
    heads = answers.headings(query)
    rows = [worded(heads, list(answers.flat_row(query, item)), lang) for item in answer.items]
    kept = [i for i, _ in enumerate(heads) if any(row[i] not in (None, "") for row in rows)]
    body = answers.table([[heads[i] for i in kept], *([row[i] for i in kept] for row in rows)])
    titles = dict.fromkeys(f"{s[1]} {s[2]} {s[3] or ''}".rstrip() for s in answers.sources(query, answer))
    notes = ["", "来源 | sources", *titles] if titles else []
    more = [f"还有下一页：--cursor {answer.next}"] if answer.next else []
    return "\n".join([f"{query.title(lang)}（{answer.as_of}，修订 {answer.revision}）", "", body, *more, *notes])


def worded(heads: Sequence[str], row: list[answers.Cell], lang: str) -> list[answers.Cell]:
    """The cells with the basis in words."""
    return [value_label(str(c), h, lang) if h == "basis" and c else c for h, c in zip(heads, row, strict=True)]


def emit(content: bytes | str, output: Path | None) -> None:
    """To the file, or to standard output."""
    data = content.encode() if isinstance(content, str) else content
    if output:
        output.write_bytes(data)
        click.echo(f"已写入 {output} | written", err=True)
    else:
        click.echo(data, nl=not data.endswith(b"\n"))


def report(found: Report, kind: str, lang: str) -> str:
    """What a load did, or would do."""
    if kind == "json":
        return orjson.dumps(found.summary()).decode()
    lines = [f"{found.source}：读入 {found.rows} 行，退回 {len(found.rejects)} 行"]
    for verb, text in (("added", "新增"), ("changed", "变更"), ("closed", "关闭"), ("same", "未变")):
        counts = getattr(found.difference, verb)
        lines.append(f"  {text} {sum(counts.values())}" + "".join(f"  {k} {n}" for k, n in sorted(counts.items())))
    return "\n".join([*lines, *(f"  {said(reject, lang)}" for reject in found.rejects)])


def text(found: Text, kind: str) -> str:
    """Whose text was kept, and whether it is the very file that was read."""
    if kind == "json":
        return orjson.dumps({"document": found.document, "file": found.name, "exact": found.exact}).decode()
    sure = (
        "与取数时的文件相同 | the very file" if found.exact else "与取数时的文件不同，位置可能有出入 | another version"
    )
    return f"{found.name} → {found.document}（{len(found.lines)} 行；{sure}）"


def said(reject: Reject, lang: str) -> str:
    """A refused row: file, line, and column, value and reason of each wrong cell."""
    cells = [f"[{p.column}] {p.value!r} {p.en if lang == 'en' else p.zh}" for p in reject.problems]
    return f"{reject.file}:{reject.line} " + "\n    ".join(cells)


def status(found: Any, kind: str) -> str:
    """The state of the engine."""
    values = asdict(found)
    if kind == "json":
        return orjson.dumps(values, default=str).decode()
    return "\n".join(f"{key}: {value}" for key, value in values.items())


def checks(found: Sequence[Any], kind: str, lang: str) -> str:
    """What doctor found, one line each."""
    if kind == "json":
        return orjson.dumps([asdict(check) for check in found]).decode()
    return "\n".join(f"{'✓' if c.ok else '✗'} {c.name}  {c.en if lang == 'en' else c.zh}" for c in found)
