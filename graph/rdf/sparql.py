"""SPARQL 1.1 questions about a snapshot of the current revision, answered by a process of their own.

The process is killed where a question takes too long; the next one starts another. It sees only the snapshot: nothing
can be changed and no other server be asked through it.
"""

import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from graph.errors import BadQuery, StoreError, StoreTimeout, TooLarge, TooMany
from graph.rdf import export
from graph.rdf.terms import Things
from graph.store import Store

SECONDS = 20.0  # for one question
LOADING = 300.0  # for a snapshot
BYTES = 16 << 20  # of one answer
LONGEST = 100_000  # signs of a question
WAITING = 8  # questions at one time
# The tokens of SPARQL in which a word says nothing (IRIs, strings, comments, variables, names, language tags, numbers),
# then the words.
TOKENS = re.compile(
    r"""<[^<>"{}|^`\\\s]*>
    |\"{3}(?:\\.|(?!\"{3})[^\\])*\"{3}
    |'{3}(?:\\.|(?!'{3})[^\\])*'{3} | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
    |\#[^\r\n]* | [?$]\w+ | (?:[^\W\d_](?:[\w.-]*[\w-])?|_)?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))*
    |@[a-zA-Z]+(?:-[a-zA-Z0-9]+)* |\d+(?:\.\d+)?(?:[eE][+-]?\d+)? | (?P<word>[^\W\d_]+)""",
    re.S | re.X,
)


class Asked(NamedTuple):
    """A question: its text, the wanted formats best first, and the graphs that the protocol names."""

    query: str
    wanted: Sequence[str] = ("json", "ttl")
    default: Sequence[str] = ()
    named: Sequence[str] = ()


class Found(NamedTuple):
    """An answer: its media type, its bytes, the revision of the snapshot."""

    media: str
    body: bytes
    revision: int


class Sparql:
    """Answers questions one at a time; the snapshot follows the revision of the graph."""

    def __init__(self, base: str, seconds: float = SECONDS, most: int = BYTES) -> None:
        self.base = base
        self.seconds = seconds
        self.most = most
        self._turn = threading.Lock()
        self._waiting = threading.BoundedSemaphore(WAITING)
        self._worker: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._revision = -1

    def ask(self, store: Store, asked: Asked) -> Found:
        """The answer. BadQuery for what is no SPARQL query or asks other servers, StoreTimeout, TooLarge, TooMany."""
        checked(asked.query)
        if not self._waiting.acquire(blocking=False):
            raise TooMany("SPARQL 查询太多，请稍后重试。", "too many SPARQL queries at one time; try again later.")
        try:
            with self._turn:
                self._follow(store)
                return self._ask(asked)
        finally:
            self._waiting.release()

    def close(self) -> None:
        """End the process and forget the snapshot."""
        self._end()
        if self._folder:
            self._folder.cleanup()
            self._folder = None
        self._revision = -1

    def _follow(self, store: Store) -> None:
        """A process with the snapshot of the current revision."""
        revision = store.revision()
        if revision != self._revision or not self._folder:
            self.close()
            self._folder = tempfile.TemporaryDirectory(prefix="innograph-sparql-")
            with self._path(self._folder).open("wb") as file:
                file.writelines(export(store, self.base, "nq"))
            self._revision = revision
        if self._worker is None:
            self._start(self._folder)

    def _start(self, folder: "tempfile.TemporaryDirectory[str]") -> None:
        command = [sys.executable, "-m", "graph.rdf.sparql_worker", str(self._path(folder))]
        self._worker = subprocess.Popen(
            [*command, str(self.seconds), str(self.most)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if "ready" not in self._reply(LOADING)[0]:
            raise StoreError("SPARQL 快照无法装入。", "the snapshot for SPARQL could not be loaded.")

    def _ask(self, asked: Asked) -> Found:
        request = {
            **asked._asdict(),
            "dataset": "FROM" in words(asked.query),
            "things": Things(self.base).space,
        }
        data = orjson.dumps(request)
        worker = self._worker
        assert worker and worker.stdin
        worker.stdin.write(len(data).to_bytes(4) + data)
        worker.stdin.flush()
        head, body = self._reply(self.seconds)
        if error := head.get("error"):
            raise refusal(error, head.get("detail", ""), self.most)
        return Found(head["media"], body, self._revision)

    def _reply(self, seconds: float) -> tuple[dict[str, str], bytes]:
        """The next answer of the process, which is killed where it takes longer."""
        worker = self._worker
        assert worker and worker.stdout
        timer = threading.Timer(seconds, worker.kill)
        timer.start()
        try:
            size = worker.stdout.read(4)
            data = worker.stdout.read(int.from_bytes(size))
        finally:
            timer.cancel()
        if not data:
            self._end()
            raise StoreTimeout(
                f"查询超过 {seconds:.0f} 秒或内存上限，已中止；请缩小范围后重试。",
                f"The query took more than {seconds:.0f} s or too much memory and was ended; narrow it.",
            )
        line, _, body = data.partition(b"\n")
        return orjson.loads(line), body

    def _end(self) -> None:
        if worker := self._worker:
            worker.kill()
            worker.wait()
            for stream in (worker.stdin, worker.stdout):
                if stream:
                    _shut(stream)
        self._worker = None

    def _path(self, folder: "tempfile.TemporaryDirectory[str]") -> Path:
        return Path(folder.name) / "snapshot.nq"


def _shut(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]
    except BrokenPipeError:
        return


def words(query: str) -> set[str]:
    """The bare words of a query in capitals: neither names, variables, strings, IRIs nor comments."""
    return {token["word"].upper() for token in TOKENS.finditer(query) if token["word"]}


def checked(query: str) -> None:
    """BadQuery for a question that is empty, endless, or asks another server."""
    if not query.strip():
        raise BadQuery("请写出查询。", "the query is missing.")
    if len(query) > LONGEST:
        raise BadQuery(f"查询超过 {LONGEST} 字。", f"the query has more than {LONGEST} signs.")
    if "SERVICE" in words(query):
        raise BadQuery(
            "不支持 SERVICE：这里不向别的服务器提问。", "SERVICE is refused: no other server is asked from here."
        )


def refusal(error: str, detail: str, most: int) -> Exception:
    """What the process could not do, in our words."""
    if error == "size":
        return TooLarge(
            f"结果超过 {most} 字节；请加 LIMIT 或缩小范围。",
            f"the answer is over {most} bytes; add a LIMIT or narrow it.",
        )
    return BadQuery(
        f"不是有效的 SPARQL 1.1 查询（只读，不支持更新）：{detail}",
        f"this is no valid SPARQL 1.1 query (read only, no updates): {detail}",
    )
