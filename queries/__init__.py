"""The one reader of questions: a `.cypher` file, its header and the contract that the header states.

Header keys, in this order, one line each (`param` and `example` repeat):

    // title: 中文 | English
    // about: one or two sentences in the user's terms
    // param: NAME TYPE required|optional[=DEFAULT] — help
    // returns: NAME TYPE, NAME TYPE, …
    // example: name=value; name=value        (a lone - means: no arguments)
    // view: network COLUMN, COLUMN, …

Types: text, integer, number, boolean, date, entity(Class), choice(a|b), list, list(TYPE), claims, path, map; and, from
the ontology, class, relation and indicator (by name or label; a relation is its type in Cypher, its name outside).
A `name` is what someone types to find a thing: `$q.text`, `$q.key`, `$q.sound` (pinyin), `$q.short` and `$q.lucene`.
A question that uses `$after` is paged by the columns of its last ORDER BY: `$after` holds those of the last row that
was told, or null; so rows that come and go between two pages are neither missed nor told twice. `$revision` is that of
the graph when the question was asked.
Only the leading block of `//` lines is the header; comments further down belong to the Cypher.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from keyword import iskeyword
from types import MappingProxyType

KEYS = ("title", "about", "param", "returns", "example", "view")
REPEATING = {"param", "example"}
SINGLE = r"text|name|class|relation|indicator|integer|number|boolean|date|entity\(\w+\)|choice\([^()]+\)"
PARAM = re.compile(rf"(\w+) ({SINGLE}|list\((?:{SINGLE})\)) (required|optional)(?:=(\S+))? — (.+)")
RETURN = re.compile(r"(\w+) (text|relation|integer|number|boolean|date|entity|list|claims|path|map)")
# `$any(…)` and `$all(…)` are dynamic labels and types, not parameters.
USED = re.compile(r"\$(\w+)\b(?!\()")
NOT_CODE = re.compile(r"//[^\n]*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`")
PROVIDED = frozenset({"today", "skip", "limit", "after", "revision"})


class QueryError(ValueError):
    """A question file breaks its contract; names the file and the reason in Chinese and English."""

    def __init__(self, file: str, zh: str, en: str) -> None:
        super().__init__(f"queries/{file}: {en}")
        self.zh = f"查询文件 queries/{file} 有误：{zh}"
        self.en = f"queries/{file}: {en}"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a question; `type` as written in the header."""

    name: str
    type: str
    required: bool
    default: str
    help: str

    @property
    def many(self) -> bool:
        """Whether the parameter takes several values."""
        return self.type.startswith("list(")

    @property
    def single(self) -> str:
        """The type of one value: `list(entity(X))` → `entity(X)`."""
        return self.type[5:-1] if self.many else self.type

    @property
    def cls(self) -> str:
        """The class of an entity parameter, else empty."""
        return self.single[7:-1] if self.single.startswith("entity(") else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a choice parameter, else empty."""
        return tuple(self.single[7:-1].split("|")) if self.single.startswith("choice(") else ()


@dataclass(frozen=True, slots=True)
class Column:
    """One returned column."""

    name: str
    type: str


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A question: contract and Cypher. `examples` are argument mappings, `view` the columns drawn as nodes."""

    name: str
    title_zh: str
    title_en: str
    about: str
    about_en: str
    params: tuple[Param, ...]
    returns: tuple[Column, ...]
    examples: tuple[Mapping[str, str], ...]
    view: tuple[str, ...]
    cypher: str

    @property
    def example(self) -> Mapping[str, str]:
        """The first example."""
        return self.examples[0]

    @property
    def keyed(self) -> tuple[Column, ...]:
        """The columns that a page ends at, where pages go by `$after`; else empty."""
        if "$after" not in self.cypher:
            return ()
        columns = {column.name: column for column in self.returns}
        return tuple(columns[name.strip()] for name in self.cypher.rpartition("ORDER BY ")[2].split(","))

    def title(self, lang: str) -> str:
        """The title in `lang`."""
        return self.title_en if lang == "en" else self.title_zh

    def told(self, lang: str) -> str:
        """What it is about in `lang`; in Chinese where the header has no English."""
        return self.about_en if lang == "en" and self.about_en else self.about


def parse_query(name: str, text: str) -> Query:
    """The question in `text`; QueryError where header and body disagree."""
    file = f"{name}.cypher"
    header, body = _split(file, text)
    zh, bar, en = header["title"][0].partition(" | ")
    if not bar:
        raise QueryError(file, "title 应为“中文 | English”。", "title must read 中文 | English")
    about, _, about_en = header["about"][0].partition(" | ")
    query = Query(
        name=name,
        title_zh=zh,
        title_en=en,
        about=about.strip(),
        about_en=about_en.strip(),
        params=tuple(_param(file, line) for line in header["param"]),
        returns=tuple(_columns(file, header["returns"][0])),
        examples=tuple(_example(file, line) for line in header["example"]),
        view=tuple(_view(file, header["view"])),
        cypher=body,
    )
    _agree(file, query)
    return query


@cache
def read_queries() -> Mapping[str, Query]:
    """Every question shipped here, by name."""
    return read_folder(files(__name__))


def read_folder(folder: Traversable) -> Mapping[str, Query]:
    """Every `.cypher` file of `folder`, by name; a broken file raises QueryError."""
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".cypher")), key=lambda f: f.name)
    queries = (parse_query(f.name.removesuffix(".cypher"), f.read_text(encoding="utf-8")) for f in found)
    return MappingProxyType({query.name: query for query in queries})


def _split(file: str, text: str) -> tuple[dict[str, list[str]], str]:
    header: dict[str, list[str]] = {key: [] for key in KEYS}
    lines = text.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    last = 0
    for line in lines[:count]:
        key, colon, value = line.removeprefix("//").strip().partition(":")
        if not colon or key not in KEYS:
            raise QueryError(file, f"不认识的表头 {key!r}。", f"unknown header key {key!r}")
        if KEYS.index(key) < last or (header[key] and key not in REPEATING):
            raise QueryError(file, f"表头 {key} 次序有误或重复。", f"header key {key} is out of order or repeated")
        last = KEYS.index(key)
        header[key].append(value.strip())
    for key in ("title", "about", "returns", "example"):
        if not header[key]:
            raise QueryError(file, f"缺少表头 {key}。", f"header key {key} is missing")
    return header, "\n".join(lines[count:]).strip()


def _param(file: str, line: str) -> Param:
    match = PARAM.fullmatch(line)
    if not match:
        raise QueryError(file, f"param 写法有误：{line}", f"cannot read param: {line}")
    name, kind, need, default, text = match.groups()
    if name in PROVIDED:
        raise QueryError(file, f"参数名 {name} 由系统提供，不能声明。", f"parameter {name} is provided by the system")
    if iskeyword(name):  # doors make Python signatures of headers
        raise QueryError(file, f"参数名 {name} 是保留字，请换一个。", f"parameter {name} is a reserved word")
    return Param(name, kind, need == "required", default or "", text)


def _columns(file: str, line: str) -> Iterator[Column]:
    for part in line.split(","):
        match = RETURN.fullmatch(part.strip())
        if not match:
            raise QueryError(file, f"returns 写法有误：{part}", f"cannot read returns: {part}")
        yield Column(match[1], match[2])


def _example(file: str, line: str) -> Mapping[str, str]:
    if line == "-":
        return MappingProxyType({})
    pairs = [part.partition("=") for part in line.split(";")]
    if any(not sign for _, sign, _ in pairs):
        raise QueryError(file, f"example 写法有误：{line}", f"cannot read example: {line}")
    return MappingProxyType({key.strip(): value.strip() for key, _, value in pairs})


def _view(file: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        kind, _, columns = line.partition(" ")
        if kind != "network" or not columns:
            raise QueryError(file, f"view 写法有误：{line}", f"cannot read view: {line}")
        yield from (column.strip() for column in columns.split(","))


def _agree(file: str, query: Query) -> None:
    declared = {param.name for param in query.params}
    used = set(USED.findall(NOT_CODE.sub(" ", query.cypher))) - PROVIDED
    if declared != used:
        unused, unknown = sorted(declared - used), sorted(used - declared)
        raise QueryError(
            file,
            f"表头与正文的参数不一致：未使用 {unused}，未声明 {unknown}。",
            f"header and body disagree: unused {unused}, undeclared {unknown}",
        )
    stray = {name for example in query.examples for name in example} - declared
    stray |= set(query.view) - {column.name for column in query.returns}
    if stray:
        raise QueryError(
            file,
            f"example 或 view 用了未声明的 {sorted(stray)}。",
            f"undeclared in example or view: {sorted(stray)}",
        )
    for name in (param.name for param in query.params if param.required):
        if any(name not in example for example in query.examples):
            raise QueryError(file, f"example 缺少必填参数 {name}。", f"an example lacks the required {name}")
