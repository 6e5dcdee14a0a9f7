"""RDF files as statements with their lines; the first thing that is wrong with a file is told with its place."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.errors import BadInput
from graph.rdf.terms import XSD, quoted

FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".jsonld": RdfFormat.JSON_LD,
}
BY_LINE = (".nq", ".nt")
LINES = 500
LONGEST = 1_000_000  # signs of a literal; no name, title or reviewed table comes near
LONGEST_LINE = LONGEST + 100_000
PLACE = re.compile(r"^Parser error at line [^:]*: ")  # ours is better: the parser may have been given one line
QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
NAMELESS = re.compile(rb"_:|\[")
Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


class Statement(NamedTuple):
    """A quad as N-Quads writes its terms, "" for the default graph; `line` is 0 where the format does not tell it."""

    line: int
    subject: str
    predicate: str
    object: str
    graph: str


class Unreadable(BadInput):
    """A file that cannot be taken, with the line of the first reason."""


def refusal(path: Path, line: int, zh: str, en: str) -> Unreadable:
    """The refusal of a whole file; nothing of it is written."""
    place_zh, place_en = (f"第 {line} 行", f"line {line}") if line else ("", "")
    return Unreadable(
        f"{path.name} {place_zh}：{zh}文件未装入，图谱没有改动。",
        f"{path.name} {place_en}: {en} Nothing of the file was loaded.",
        problems=(),
        file=path.name,
        line=line,
    )


def statements(path: Path) -> Iterator[Statement]:
    """Every statement of a file; Unreadable where it is broken, has a blank node or a literal without measure."""
    form = FORMATS[path.suffix.lower()]
    quads = _by_line(path, form) if path.suffix.lower() in BY_LINE else _whole(path, form)
    for line, quad in quads:
        try:
            graph = "" if isinstance(quad.graph_name, DefaultGraph) else _spelled(quad.graph_name)
            yield Statement(line, _spelled(quad.subject), _spelled(quad.predicate), _spelled(quad.object), graph)
        except _Unfit as unfit:
            raise refusal(path, line or _line_of_unfit(path, unfit.sign), unfit.zh, unfit.en) from None


class _Unfit(ValueError):
    """A term that the graph has no place for; `sign` is how the text may spell it."""

    def __init__(self, sign: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.sign, self.zh, self.en = sign, zh, en


def _by_line(path: Path, form: RdfFormat) -> Iterator[tuple[int, Quad]]:
    """Quads of a format that has one on each line."""
    with path.open("rb") as file:
        at = 0
        while batch := list(islice(_lines(path, file), LINES)):
            numbers = [at + n for n, line in enumerate(batch, 1) if (text := line.strip()) and text[:1] != b"#"]
            try:
                quads = list(parse(b"".join(batch), format=form))
            except SyntaxError:
                raise _first_broken(path, at, batch, form) from None
            if len(quads) != len(numbers):
                raise refusal(path, numbers[0], "每行应恰有一条陈述。", "Each line must hold one statement.")
            yield from zip(numbers, quads, strict=True)
            at += len(batch)


def _first_broken(path: Path, at: int, batch: list[bytes], form: RdfFormat) -> Unreadable:
    """The refusal for the first line that is no statement by itself."""
    for number, line in enumerate(batch, at + 1):
        try:
            list(parse(line, format=form))
        except SyntaxError as error:
            return refusal(path, number, *_broken(error))
    return refusal(path, at + 1, "每行应恰有一条陈述。", "Each line must hold one statement.")


def _lines(path: Path, file: object) -> Iterator[bytes]:
    number = 0
    while line := file.readline(LONGEST_LINE):  # type: ignore[attr-defined]
        number += 1
        if len(line) >= LONGEST_LINE:
            raise refusal(path, line_of(path, line[:80].decode(errors="ignore")), *_huge())
        yield line


def _whole(path: Path, form: RdfFormat) -> Iterator[tuple[int, Quad]]:
    """Quads of a format whose statements run over several lines."""
    try:
        with path.open("rb") as file:
            for quad in parse(file, format=form):
                yield 0, quad
    except SyntaxError as error:
        raise refusal(path, error.lineno or line_of(path, "@context"), *_broken(error)) from None


def _broken(error: SyntaxError) -> tuple[str, str]:
    if "LoadDocumentCallback" in error.msg:
        return (
            "引用了外部的 @context；请把上下文写在文件之内。",
            "It refers to an @context elsewhere; write it into the file.",
        )
    zh, en = (f"第 {error.offset} 列", f"column {error.offset}: ") if error.offset else ("", "")
    reason = PLACE.sub("", error.msg)
    return f"{zh}语法有误（{reason}）；请更正后重试。", f"{en}{reason}; correct it."


def _huge() -> tuple[str, str]:
    return (f"文字超过 {LONGEST} 字；请缩短。", f"a literal has more than {LONGEST} signs; shorten it.")


def _spelled(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<{term.value}>"
    if isinstance(term, Literal):
        if len(term.value) > LONGEST:
            raise _Unfit(term.value[:40], *_huge())
        if term.language:
            return f"{quoted(term.value)}@{term.language}"
        datatype = term.datatype.value
        return quoted(term.value) if datatype == XSD + "string" else f"{quoted(term.value)}^^<{datatype}>"
    raise _Unfit(str(term), "有空白节点；每个资源须有自己的 IRI。", "It has a blank node; every resource needs an IRI.")


def _line_of_unfit(path: Path, sign: str) -> int:
    """The line of a term that the parser gave no line for; a blank node may be written as brackets."""
    if not sign.startswith("_:") or path.suffix.lower() == ".jsonld":
        return line_of(path, sign)
    with path.open("rb") as file:
        return next((number for number, line in enumerate(file, 1) if NAMELESS.search(QUOTED.sub(b"", line))), 0)


def line_of(path: Path, *signs: str) -> int:
    """The first line that spells one of the signs, an IRI also by its last part; 0 where none does."""
    spellings = [
        s.encode() for sign in signs for s in (sign, sign.strip("<>").replace("#", "/").rpartition("/")[2]) if s
    ]
    with path.open("rb") as file:
        for spelling in spellings:
            file.seek(0)
            for number, line in enumerate(file, 1):
                if spelling in line:
                    return number
    return 0
