"""From names typed in a list to things: one exact match, or a fault with candidates, or a new thing; never a guess."""

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from graph.model import Entity
from graph.names import name_key
from ingest.directory import Directory, Thing
from ingest.identifiers import uscc_fault
from ingest.readers.sheet_row import SheetRow
from ontology import read_ontology

SHOWN = 8  # candidates or near names in a message
_WITH_ID = re.compile(r"(.+?)\s*[（(]([A-Za-z]+[0-9][0-9A-Za-z]*)[）)]")


class Bearer(NamedTuple):
    """The thing that a name stands for, and that name; `entity` is there where this list enters it."""

    id: str
    said: str
    official: bool
    entity: Entity | None = None


def minted(root: str, name: str) -> str:
    """`U` and 12 hexadecimal digits from the class that a list enters and the name as it is compared."""
    return "U" + blake2b("\x1f".join((root, name_key(name))).encode(), digest_size=6).hexdigest()


def known(row: SheetRow, directory: Directory, key: str, classes: Sequence[str]) -> list[Bearer]:
    """The things of the graph that a cell names; an unknown or ambiguous name is a fault of the cell."""
    bearers = []
    for text in row.names(key):
        found = _candidates(directory, text, classes)
        if len(found) == 1:
            bearers.append(_bearer(text, found[0]))
        else:
            _wrong(row, key, directory, text, classes, found)
    return bearers


def own(row: SheetRow, directory: Directory, key: str, root: str, cls: str, classes: Sequence[str]) -> Bearer | None:
    """The thing a row is about: known among `classes`, or entered now as a `cls`, a kind of `root`.

    Without `cls` an unknown name is a fault. What this very source entered before is entered again, so that class
    and status follow the list; class and status of anything else must agree with the graph.
    """
    source = row.layout.document.id
    for text in row.names(key):
        id_ = minted(root, text)
        ours = [thing for thing in directory.find(id_, root) if thing.get("first_source") == source]
        found = [] if ours else _candidates(directory, text, classes)
        if len(found) > 1:
            row.wrong(key, _ambiguous(text, found), found[:SHOWN])
        elif found:
            _compare(row, found[0], cls)
            return _bearer(text, found[0])
        elif not (ours or cls):
            _wrong(row, key, directory, text, classes, found)
        elif not ours and (fault := _namesake(directory, text, root)):
            row.wrong(key, fault, directory.find(text, "Agent")[:SHOWN])
        else:
            status = "existing" if not ours or row.at("status") else ours[0]["status"]
            entity = Entity(id_, text, cls or ours[0]["class"], row.choice("status", status), source)
            return Bearer(id_, text, True, entity)
    return None


def _candidates(directory: Directory, text: str, classes: Sequence[str]) -> list[Thing]:
    """The things a text names; “名称（编号）” says which of several bearers of a name is meant."""
    found = _found(directory, text, classes)
    if not found and (match := _WITH_ID.fullmatch(text)):
        bearers = {thing["id"] for thing in _found(directory, match[1], classes)}
        found = [thing for thing in _found(directory, match[2], classes) if thing["id"] in bearers]
    return found


def _found(directory: Directory, text: str, classes: Sequence[str]) -> list[Thing]:
    things = [thing for cls in classes for thing in directory.find(text, cls)]
    return list({thing["id"]: thing for thing in things}.values())


def _bearer(text: str, thing: Thing) -> Bearer:
    """A known thing; an id or a code in place of the name is not a name."""
    match = _WITH_ID.fullmatch(text)
    if match and match[2] == thing["id"]:
        text = match[1]
    if text == thing["id"] or not uscc_fault(text):
        text = thing["name"]
    return Bearer(thing["id"], text, name_key(text) == name_key(thing["name"]))


def _compare(row: SheetRow, thing: Thing, cls: str) -> None:
    """A list does not change what others said first: class and status it gives must be those of the graph."""
    ontology = read_ontology()
    name, status = f"“{thing['name']}”（{thing['id']}）", row.choice("status")
    if cls and not ontology.is_a(thing["class"], cls):
        label = ontology.cls(thing["class"])
        zh = f"{name}在库中的类别是“{label.label_zh}”；请改填此类，或先请编辑改正。"
        row.wrong("class", (zh, f"{name} is a {label.label_en} in the graph; correct the class here or there."))
    if status and status != thing["status"]:
        term = ontology.term("entityStatus", thing["status"])
        zh = f"{name}在库中的状态是“{term.label_zh}”；请留空，或先请编辑改正。"
        row.wrong(
            "status", (zh, f"{name} is “{term.label_en}” in the graph; leave the cell empty or correct it there.")
        )


def _namesake(directory: Directory, text: str, root: str) -> tuple[str, str] | None:
    """A body or person of another class with the same name is probably the same: somebody has to say so."""
    if not read_ontology().is_a(root, "Agent"):
        return None
    found = list(directory.find(text, "Agent"))
    if not found:
        return None
    shown = _shown(found, "zh")
    return (
        f"库中已有同名的 {shown}，但类别不同；若是同一个，请先改正其类别；若不是，请在名称后加括注。",
        f"The graph has {_shown(found, 'en')} of that name in another class; correct its class, or add a bracket.",
    )


def _wrong(
    row: SheetRow, key: str, directory: Directory, text: str, classes: Sequence[str], found: Sequence[Thing]
) -> None:
    """A name that fits several things, or none."""
    near = found or list({t["id"]: t for cls in classes for t in directory.near(text, cls)}.values())
    row.wrong(key, _ambiguous(text, found) if found else _unknown(text, classes, near), near[:SHOWN])


def _ambiguous(text: str, found: Sequence[Thing]) -> tuple[str, str]:
    return (
        f"“{text}”可指：{_shown(found, 'zh')}；请写成“名称（编号）”。",
        f"“{text}” may mean: {_shown(found, 'en')}; write the name with the id in brackets.",
    )


def _unknown(text: str, classes: Sequence[str], near: Sequence[Thing]) -> tuple[str, str]:
    labels = [read_ontology().cls(cls) for cls in classes]
    hint = "、".join(list(dict.fromkeys(str(thing["name"]) for thing in near))[:SHOWN])
    zh = f"库中没有名为“{text}”的{'、'.join(label.label_zh for label in labels)}；"
    en = f"The graph has no {' or '.join(label.label_en for label in labels)} called “{text}”; "
    zh += f"相近的有：{hint}。请改用准确名称，或先登记。" if hint else "请核对名称，或先用相应模板登记。"
    en += f"near: {hint}. Use the exact name or enter it first." if hint else "check the name or enter it first."
    return zh, en


def _shown(found: Sequence[Thing], lang: str) -> str:
    ontology = read_ontology()
    classes = [ontology.cls(thing["class"]) for thing in found[:SHOWN]]
    labels = [cls.label_zh if lang == "zh" else cls.label_en for cls in classes]
    return "、".join(f"{thing['name']}（{thing['id']}，{label}）" for thing, label in zip(found, labels, strict=False))
