"""A list that comes in through a door: judged and written as one transaction, answered once, whatever door it is.

`submit` takes a file (XLSX or CSV) or rows by the keys of a template (`of_rows`). Nothing is half written: a submission
is in the graph with all that follows from it, or not at all.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import orjson

from graph import revisions
from graph.changes import ChangeSet, now
from graph.errors import BadInput, Conflict, Stale
from graph.store import Store
from ingest.build import Report, judged, read_list
from ingest.checks import Verdict
from ingest.rows import Reading, Reject
from ingest.templates import template_named
from ingest.templates.source import KEY_ROW, MARK, source_fields

if TYPE_CHECKING:
    from ingest.readers.sheets import Sheet

# One transaction holds them all in the memory of the engine; a longer list is loaded by `innograph load`.
MOST_ROWS = 5000
LONGEST_KEY = 200
REMEMBERED_DAYS = 30
RECEIPT = "MATCH (r:Receipt {key: $key}) RETURN r.digest AS digest, r.answer AS answer"
KEEP = "CREATE (:Receipt {key: $key, digest: $digest, answer: $answer, at: $at, revision: $revision})"
FORGET = "MATCH (r:Receipt) WHERE datetime(r.at) < datetime() - duration({days: $days}) DELETE r"
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Submission:
    """A list as it was sent: a file name that ends in .xlsx or .csv, its bytes, and whether they were made of rows."""

    name: str
    content: bytes
    from_rows: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """How a list is to be taken.

    `dry` only compares. `replace`: what an earlier version of this list said and this one does not is closed.
    `atomic`: one bad row refuses all. `revision` is the one the sender has seen; `key` names this act, so that
    repeating it does not do it again.
    """

    by: str
    dry: bool = False
    replace: bool = True
    atomic: bool = False
    revision: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a submission: the answer as plain data, the rejects, whether it is an earlier answer again."""

    answer: Mapping[str, Any]
    rejects: Sequence[Reject] = ()
    repeated: bool = False


def submit(store: Store, sent: Submission, terms: Terms) -> Outcome:
    """Take a list; BadInput for a file that cannot be read, Stale and Conflict where `terms` do not hold any more.

    The answer has `template, source, dry_run, rows, taken, rejected, added, changed, closed, same, samples, things,
    errors, revision`; `things` gives the id under which each row is known, `errors` has row, cell, column, value,
    reason, reason_en, candidates.
    """
    if len(terms.key) > LONGEST_KEY:
        raise BadInput(
            f"Idempotency-Key 超过 {LONGEST_KEY} 个字符；请改短。",
            f"the Idempotency-Key is longer than {LONGEST_KEY} characters; shorten it.",
        )
    with filed(sent) as path:
        if terms.dry:
            _check_revision(store.revision(), terms)
            return _taken(store, path, sent, terms)
        return store.whole(lambda inside: _once(inside, path, sent, terms))


def of_rows(template: str, source: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> Submission:
    """Rows by column key, or by heading, as a list; NotFound for an unknown template."""
    form = template_named(template)
    known = [column.key for column in form.columns]
    keys = list(dict.fromkeys([*known, *(key for row in rows for key in row)]))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([field.label_zh, source.get(field.key, "")] for field in source_fields())
    writer.writerow([KEY_ROW + form.name, *keys])
    writer.writerow([MARK, *keys])
    writer.writerows(["", *(_text(row.get(key)) for key in keys)] for row in rows)
    return Submission(f"{form.name}.csv", out.getvalue().encode("utf-8", "replace"), from_rows=True)


def returned(sent: Submission, rejects: Sequence[Reject]) -> tuple[str, bytes]:
    """Name and bytes of a copy of the list in which every bad cell is marked."""
    from ingest.marking import mark  # openpyxl is only for those who need it

    with filed(sent) as path:
        copy = mark(path, rejects)
        return copy.name, copy.read_bytes()


@contextmanager
def filed(sent: Submission) -> Iterator[Path]:
    """The list as a file of its own for as long as the block lasts, under its own name without folders."""
    stem, dot, suffix = re.split(r"[/\\]", sent.name)[-1].rpartition(".")
    safe = re.sub(r"[^\w.（）()\- ]", "_", stem)[:60].strip(". ") or "list"
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{safe}{dot}{re.sub(r'[^A-Za-z0-9]', '', suffix)[:10].lower()}")
        path.write_bytes(sent.content)
        yield path


def _once(store: Store, path: Path, sent: Submission, terms: Terms) -> Outcome:
    """Within one transaction that holds the state: the first answer again, or this list written and its answer kept."""
    revision = store.writing(revisions.last)
    key = f"{terms.by}\x1f{terms.key}"
    digest = blake2b(repr((sent, terms.replace, terms.atomic)).encode(), digest_size=16).hexdigest()
    if terms.key and (kept := store.read(RECEIPT, key=key)):
        if kept[0]["digest"] != digest:
            raise Conflict(
                "这个 Idempotency-Key 已用于另一份内容；请换一个。",
                "this Idempotency-Key was used for something else; use another one.",
            )
        return Outcome(orjson.loads(kept[0]["answer"]), repeated=True)
    _check_revision(revision, terms)
    outcome = _taken(store, path, sent, terms)
    if terms.key:
        store.write(FORGET, days=REMEMBERED_DAYS)
        answer = orjson.dumps(outcome.answer).decode()
        store.write(KEEP, key=key, digest=digest, answer=answer, at=now(), revision=outcome.answer["revision"])
    return outcome


def _taken(store: Store, path: Path, sent: Submission, terms: Terms) -> Outcome:
    sheet = read_list(store, path)
    verdict = judged(store, sheet)
    if verdict.rows - 1 > MOST_ROWS:
        raise BadInput(
            f"有 {verdict.rows - 1} 行，一次最多 {MOST_ROWS} 行；请填写“分表名称”分成几份。",
            f"has {verdict.rows - 1} rows, at most {MOST_ROWS} are taken at once; split it and name each part.",
        )
    changes = ChangeSet(store, sheet.dataset, terms.by, terms.dry)
    if not (terms.atomic and verdict.rejects):
        changes.put(verdict.records(sheet))
        if terms.replace and not verdict.rejects:
            changes.close_missing()
    difference = changes.finish(f"submit {path.name}")
    report = Report(path.name, verdict.rows - 1, verdict.rejects, verdict.notices, difference)
    return Outcome(_answer(store, sheet, verdict, report, sent, terms), verdict.rejects)


def _answer(
    store: Store, sheet: "Sheet", verdict: Verdict, report: Report, sent: Submission, terms: Terms
) -> dict[str, Any]:
    refused = bool(terms.atomic and report.rejects)
    verbs = ("added", "changed", "closed", "same")
    document = sheet.layout.document
    return {
        "template": sheet.layout.template.name,
        "source": {"id": document.id, "title": document.title, "date": document.date},
        "dry_run": terms.dry,
        "rows": report.rows,
        "taken": 0 if refused else report.rows - len(report.rejects),
        "rejected": len(report.rejects),
        **{verb: dict(getattr(report.difference, verb)) for verb in verbs},
        "samples": dict(report.difference.samples),
        "things": [] if refused else list(_things(sheet, verdict, sent)),
        "errors": [error for reject in report.rejects for error in errors_of(reject, sheet, sent)],
        "revision": report.difference.revision or store.revision(),
    }


def _things(sheet: "Sheet", verdict: Verdict, sent: Submission) -> Iterator[dict[str, Any]]:
    """Which thing each row that was taken speaks of."""
    bad = {(reject.file, reject.line) for reject in verdict.rejects}
    seen = {sheet.layout.source_place, *bad}
    for reading in sheet:
        if isinstance(reading, Reading) and reading.place not in seen:
            seen.add(reading.place)
            subject = getattr(reading.record, "subject", "") or getattr(reading.record, "id", "")
            yield {"row": _row(reading.line, sheet, sent), "id": subject}


def errors_of(reject: Reject, sheet: "Sheet", sent: Submission) -> Iterator[dict[str, Any]]:
    """Every wrong cell of a row; `column` is the key in the template, empty for the row as a whole."""
    from openpyxl.utils.cell import column_index_from_string

    for problem in reject.problems:
        match = CELL.fullmatch(problem.column)
        column = sheet.layout.columns.get(column_index_from_string(match[1]) - 1) if match else None
        yield {
            "row": _row(reject.line, sheet, sent),
            "cell": "" if sent.from_rows else problem.column,
            "column": column.key if column else "",
            "value": problem.value,
            "reason": problem.zh,
            "reason_en": problem.en,
            "candidates": [dict(thing) for thing in problem.candidates],
        }


def _row(line: int, sheet: "Sheet", sent: Submission) -> int:
    """The row as its sender counts: from 1 in the rows of a body, as the spreadsheet program shows it in a file."""
    return max(line - sheet.layout.heading, 0) if sent.from_rows else line


def _check_revision(revision: int, terms: Terms) -> None:
    if terms.revision is not None and terms.revision != revision:
        raise Stale(
            f"图谱已是修订 {revision}，您所见的是 {terms.revision}；请重新读取后再提交。",
            f"the graph is at revision {revision}, you have seen {terms.revision}; read it again and send anew.",
            revision=revision,
        )


def _text(value: Any) -> str:
    """A JSON value as staff would write it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "；".join(_text(part) for part in value)
    return str(value)
