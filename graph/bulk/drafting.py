"""Records read here, drafted in a process of its own: two halves of the work go on side by side."""

from collections.abc import Iterable
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import orjson

from graph.bulk.draft import Draft, Drafted
from graph.engine.processes import die_with_parent
from graph.errors import EngineBroken
from graph.rows import Record, kind_of, row_of

BATCH = 1000
END = b""


def drafted(records: Iterable[Record], folder: Path, dataset: str, revision: int) -> Drafted:
    """The files of these records in `folder`; EngineBroken where the process that writes them is killed.

    What goes wrong in that process is raised here.
    """
    context = get_context("spawn")  # a fork would take the memory of the caller along
    here, there = context.Pipe()
    process = context.Process(target=_draft, args=(there, folder, revision), name="draft")
    process.start()
    there.close()
    try:
        _send(here, records, dataset)
        answer = here.recv()
    except (BrokenPipeError, ConnectionResetError, EOFError) as error:
        answer = _last_word(here, error)
    finally:
        here.close()
        process.kill()
        process.join()
    if isinstance(answer, Drafted):
        return answer
    raise answer


def _send(there: Connection, records: Iterable[Record], dataset: str) -> None:
    rows = ((kind_of(record), row_of(record, dataset)) for record in records)
    while batch := list(islice(rows, BATCH)):
        there.send_bytes(orjson.dumps(batch))
    there.send_bytes(END)


def _last_word(here: Connection, error: OSError | EOFError) -> Exception:
    """What the process said before it ended, or that it ended without a word."""
    try:
        said = here.recv()
    except (OSError, EOFError):
        said = EngineBroken(
            "整理导入文件的进程被终止；请确认内存和磁盘充足后重试。",
            "the process that drafts the import was killed; make sure of memory and disk and try again.",
        )
        said.__cause__ = error
    assert isinstance(said, Exception)
    return said


def _draft(there: Connection, folder: Path, revision: int) -> None:
    """What the process does: take rows until the end, then tell what was drafted, or what went wrong."""
    die_with_parent()
    try:
        draft = Draft(folder, revision)
        while batch := there.recv_bytes():
            for kind, row in orjson.loads(batch):
                draft.add(kind, row)
        answer: Drafted | Exception = draft.finish()
    except Exception as error:
        answer = error
    there.send(answer)
