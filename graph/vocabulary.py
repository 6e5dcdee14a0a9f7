"""Arguments that name a class, a relation, an indicator, or anything by what people type."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from graph.names import name_key, spellings
from ontology import read_indicators, read_ontology

KINDS = MappingProxyType({"class": "类", "relation": "关系", "indicator": "指标"})
SPECIAL = re.compile(r'([+\-!(){}\[\]^"~*?:\\/&|\s])')
WORD = re.compile(r"[0-9a-z\u3400-\u9fff]+")


@cache
def vocabulary(kind: str) -> Mapping[str, str]:
    """By name and by label in both languages: the name of a class, type of a relation, code of an indicator."""
    if kind == "class":
        terms = [(c.name, c.label_zh, c.label_en, c.name) for c in read_ontology().classes.values()]
    elif kind == "relation":
        terms = [(r.type, r.label_zh, r.label_en, r.name) for r in read_ontology().relations.values()]
    else:
        terms = [(i.code, i.label_zh, i.label_en, i.code) for i in read_indicators().values()]
    return MappingProxyType({name_key(said): term[0] for term in reversed(terms) for said in term})


@cache
def relation_names() -> Mapping[str, str]:
    """The name of a relation by its type in the store: SERVES_CHAIN → servesChain."""
    return MappingProxyType({r.type: r.name for r in read_ontology().relations.values()})


def term(kind: str, text: str, refuse: Callable[[str, str], Exception]) -> str:
    """What `text` names; else raises what `refuse` makes of a Chinese and an English reason with near names."""
    known = vocabulary(kind)
    if found := known.get(name_key(text)):
        return found
    near = get_close_matches(name_key(text), known, n=3, cutoff=0.5)
    raise refuse(
        f"没有名为“{text}”的{KINDS[kind]}" + (f"；相近的有：{'、'.join(near)}。" if near else "；可在本体页查找。"),
        f"no {kind} is called “{text}”" + (f"; near: {', '.join(near)}." if near else "; see the ontology page."),
    )


def typed_name(text: str) -> Mapping[str, Any]:
    """What someone typed to find a name: as it is, as a key, as pinyin, and as a Lucene query.

    The query finds the text itself first, then words that begin with it or sound like its beginning, then
    names that share part of it, so that a wrong character or letter still leads somewhere.
    """
    key = name_key(text)
    sound, short = spellings(text)
    words = WORD.findall(text.casefold())
    parts = ['"' + text.replace("\\", " ").replace('"', " ") + '"^8']
    parts += [f"{escaped(key)}*^4", f"pinyin:{escaped(sound)}*^2"] if key else []
    parts += [f"{word}~1" if word.isascii() and len(word) > 3 else word for word in words]
    return {"text": text, "key": key, "sound": sound, "short": short, "lucene": " OR ".join(parts)}


def escaped(text: str) -> str:
    """Text without a meaning of its own in a Lucene query."""
    return SPECIAL.sub(r"\\\1", text)
