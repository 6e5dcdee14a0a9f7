"""An evidence pack: an answer as a Word document with its question in words, its table, its sources by number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.answers import locator, sayable
from api.headings import heading, value_label
from api.spoken import columns_in
from graph.asking import Answer, ask
from graph.store import Store
from graph.wishes import MOST
from ontology import read_ontology
from queries import Column, Query, read_queries

Claim = Mapping[str, Any]
BODY_FONT, HEAD_FONT, LATIN_FONT = "宋体", "黑体", "Times New Roman"
WIDE = 6  # a table with more columns lies on its side
DISPUTED = ("contradiction", "unsure")
WORDS = {
    "asked": ("查询条件", "Asked"),
    "as_of": ("截至", "As of"),
    "revision": ("图谱修订", "graph revision"),
    "rows": ("行数", "rows"),
    "more": ("行数较多，只列前一部分，全部见网页或 XLSX。", "Only the first rows; all are on the page and in XLSX."),
    "sources": ("来源", "Sources"),
    "conflicts": ("有矛盾或不能判定的数据", "Figures in conflict or undecided"),
    "nothing": ("没有记载。", "Nothing is recorded."),
    "undated": ("日期未载明", "no date"),
    "basis": (
        "“原文载明”为资料明确写出；“推断”按所列路径得出，未经资料直接说明；“未载明”为资料只有数量、没有名称。",
        "“Stated”: a source says so. “Inferred”: concluded by the path given. “Not named”: a number only.",
    ),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A table: headings, rows of text, and the claims each row rests on."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    claims: Sequence[Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Pack:
    """What a document holds; `asked` is the question in words, `conflicts` rows of the question of that name."""

    title: str
    about: str
    asked: Mapping[str, str]
    as_of: str
    revision: int
    sections: Sequence[Section]
    conflicts: Sequence[Mapping[str, Any]] = ()
    more: bool = False


@dataclass(slots=True)
class Notes:
    """The numbers of sources, in the order in which they are first named."""

    numbers: dict[str, int] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)

    def mark(self, claims: Iterable[Claim]) -> str:
        """The numbers of these claims, as [1][2]."""
        for claim in claims:
            if claim["id"] not in self.numbers:
                self.claims.append(claim)
                self.numbers[claim["id"]] = len(self.claims)
        return "".join(f"[{number}]" for number in sorted({self.numbers[claim["id"]] for claim in claims}))


def pack_of(query: Query, answer: Answer, given: Mapping[str, Any], conflicts: Sequence[Any], lang: str) -> Pack:
    """The pack of one answer."""
    section = section_of("", query.returns, answer.items, lang)
    asked = {heading(name, lang): _listed(value) for name, value in given.items()}
    disputed = concerning(conflicts, (claim for row in section.claims for claim in row))
    more = answer.next is not None
    return Pack(query.title(lang), query.told(lang), asked, answer.as_of, answer.revision, [section], disputed, more)


def section_of(title: str, columns: Sequence[Column], items: Sequence[Mapping[str, Any]], lang: str) -> Section:
    """Rows in words; columns of claims become numbers of sources, columns that are empty throughout are left out."""
    held = [
        c
        for c in columns_in(columns, lang)
        if c.type != "claims" and any(item[c.name] not in (None, "", []) for item in items)
    ]
    rows = [[in_words(item[c.name], c, item, lang) for c in held] for item in items]
    sources = [c.name for c in columns if c.type == "claims"]
    claims = [[claim for name in sources for claim in item[name] or []] for item in items]
    return Section(title, [heading(c.name, lang) for c in held], rows, claims)


def in_words(value: Any, column: Column, item: Mapping[str, Any], lang: str) -> str:
    """A value as an officer reads it: names of things, labels of codes."""
    if column.type == "relation" and value:
        relation = read_ontology().relation(value)
        return relation.label_en if lang == "en" else relation.label_zh
    if isinstance(value, str):
        return value_label(value, column.name, lang, item.get("relation") or "")
    return _listed(value)


def answered(store: Store, query: Query, answer: Answer, given: Mapping[str, Any], lang: str) -> bytes:
    """The answer as a Word document with its sources, and the conflicts among its figures."""
    disputed = conflicts_in(store, read_queries()["conflicts"])
    return to_docx(pack_of(query, answer, given, disputed, lang), lang)


def conflicts_in(store: Store, query: Query) -> Sequence[Mapping[str, Any]]:
    """Every pair of figures that contradict each other or cannot be judged."""
    found = []
    for verdict in DISPUTED:
        found += ask(store, query, {"verdict": verdict}, MOST).items
    return found


def concerning(conflicts: Sequence[Mapping[str, Any]], claims: Iterable[Claim]) -> Sequence[Mapping[str, Any]]:
    """The conflicts of which one side stands in the answer."""
    ids = {claim["id"] for claim in claims}
    return [row for row in conflicts if any(claim["id"] in ids for claim in row["claims"])]


def to_docx(pack: Pack, lang: str) -> bytes:
    """The pack as DOCX: A4, 宋体 and 黑体, sources as numbered endnotes."""
    from api.evidence_page import Page  # python-docx and lxml are only for those who ask for a document

    notes, page = Notes(), Page(landscape=any(len(section.heads) > WIDE for section in pack.sections))
    say = {key: words[lang == "en"] for key, words in WORDS.items()}
    page.title(pack.title)
    page.text(pack.about)
    if pack.asked:
        page.text(f"{say['asked']}：" + "；".join(f"{name} {value}" for name, value in pack.asked.items()))
    count = sum(len(section.rows) for section in pack.sections)
    page.text(f"{say['as_of']} {pack.as_of} · {say['revision']} {pack.revision} · {say['rows']} {count}")
    for section in pack.sections:
        if section.title:
            page.heading(section.title)
        marks = [notes.mark(claims) for claims in section.claims]
        if section.rows:
            page.table([*section.heads, say["sources"]], section.rows, marks)
        else:
            page.text(say["nothing"])
    page.text(say["more"] if pack.more else "")
    page.text(say["basis"], small=True)
    _conflicts(page, pack.conflicts, notes, say)
    _sources(page, notes, say)
    return page.saved(pack.title)


def _conflicts(page: Any, conflicts: Sequence[Mapping[str, Any]], notes: Notes, say: Mapping[str, str]) -> None:
    if not conflicts:
        return
    page.heading(say["conflicts"])
    for row in conflicts:
        sides = [
            f"{_figure(value)}{notes.mark([claim])}" for value, claim in zip(row["values"], row["claims"], strict=True)
        ]
        page.text(f"{row['subject']['name']} {row['indicator']}：{'；'.join(sides)}。{row['reason']}")


def _sources(page: Any, notes: Notes, say: Mapping[str, str]) -> None:
    if not notes.claims:
        return
    page.heading(say["sources"])
    for number, claim in enumerate(notes.claims, 1):
        document = claim["document"]
        date = document.get("date") or say["undated"]
        page.note(f"[{number}] {document.get('title') or document['id']}（{date}）{locator(claim)}")


def _figure(value: Mapping[str, Any]) -> str:
    number = value["value"]
    return f"{int(number) if number == int(number) else number} {value['unit'] or ''}（{value['period'] or '—'}）"


def _listed(value: Any) -> str:
    """Any value as plain text."""
    if isinstance(value, Mapping):
        if "name" in value:
            return str(value["name"])
        return " · ".join(_listed(part) for key, part in value.items() if key not in ("id", "href") and part)
    if isinstance(value, list | tuple):
        return "；".join(_listed(part) for part in value)
    return "" if value is None else sayable(str(value))
