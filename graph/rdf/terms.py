"""IRIs and literals as N-Quads writes them, and the codecs between them and stored values."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from ontology import TERMS, read_ontology

SPACES: Mapping[str, str] = MappingProxyType(
    {
        "": TERMS,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
XSD = SPACES["xsd"]
# Codes of identifiers by which other bureaus know a thing get an IRI that leads to it.
ROR = "https://ror.org/"


class BadTerm(ValueError):
    """A value that is not of the kind its property takes; `zh` and `en` say the same."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Codec(NamedTuple):
    """To a term of N-Quads and back; `decode` raises BadTerm."""

    encode: Callable[[Any], str]
    decode: Callable[[str], Any]


@cache
def known(name: str) -> str:
    """A term of a known vocabulary, such as `prov:wasDerivedFrom`, or one of ours without a prefix."""
    prefix, _, local = name.rpartition(":")
    return f"<{SPACES[prefix]}{local}>"


def quoted(value: str) -> str:
    """A string as a literal without language."""
    if '"' in value or "\\" in value or "\n" in value or "\r" in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{value}"'


def unquoted(term: str) -> str:
    """The string of a literal without language; BadTerm for any other term."""
    if len(term) < 2 or term[0] != '"' or term[-1] != '"':
        raise BadTerm("应为不带语言和类型的文字。", "It must be text without language or type.")
    return opened(term[1:-1])


def opened(text: str) -> str:
    """The text between the quotes with its escapes undone."""
    if "\\" not in text:
        return text
    parts = text.split("\\\\")
    return "\\".join(part.replace('\\"', '"').replace("\\n", "\n").replace("\\r", "\r") for part in parts)


def spoken(value: str, language: str) -> str:
    """A string in a language."""
    return f"{quoted(value)}@{language}"


def heard(term: str, language: str) -> str:
    """The string of a literal in that language; BadTerm for any other term."""
    if not term.endswith(f'"@{language}'):
        raise BadTerm(f"应为 @{language} 的文字。", f"It must be text @{language}.")
    return opened(term[1 : -len(language) - 2])


def typed(datatype: str, write: Callable[[Any], str], read: Callable[[str], Any]) -> Codec:
    """Values of one XML Schema datatype."""
    ending = f'"^^<{XSD}{datatype}>'

    def decode(term: str) -> Any:
        if not term.endswith(ending):
            raise BadTerm(f"应为 xsd:{datatype}。", f"It must be an xsd:{datatype}.")
        try:
            return read(opened(term[1 : -len(ending)]))
        except (ValueError, ArithmeticError) as error:
            raise BadTerm(f"不是有效的 xsd:{datatype}。", f"It is no valid xsd:{datatype}.") from error

    return Codec(lambda value: f'"{write(value)}{ending}', decode)


def decimal(value: float) -> str:
    """A number without exponent, with a point, as xsd:decimal demands."""
    text = f"{Decimal(repr(value)):f}"
    return text if "." in text else f"{text}.0"


def number(text: str) -> int:
    """A whole number in its shortest spelling."""
    if text != str(int(text)):
        raise ValueError(text)
    return int(text)


def flag(text: str) -> bool:
    """True or false in words."""
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def trimmed(term: str) -> str:
    """A string without blanks at its ends."""
    text = unquoted(term)
    if text != text.strip():
        raise BadTerm("首尾不得有空白。", "It must have no blanks at its ends.")
    return text


def dated(pattern: re.Pattern[str]) -> Codec:
    """Days and periods of ISO 8601, as precise as their source."""

    def decode(term: str) -> str:
        text = unquoted(term)
        days = pattern.fullmatch(text) and text.split("/")
        if not days or not all(_is_day(day) for day in days if day):
            raise BadTerm("不是 ISO 8601 的年、年月、日或区间。", "It is no year, month, day or interval by ISO 8601.")
        return text

    return Codec(quoted, decode)


def _is_day(text: str) -> bool:
    """Whether a year, month or day is one of the calendar."""
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


DAY = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
TEXT = Codec(quoted, unquoted)
TRIMMED = Codec(quoted, trimmed)
# Lists whose order says something, such as which source speaks of which side; their words hold no blank.
WORDS = Codec(lambda value: quoted(" ".join(value)), lambda term: unquoted(term).split())
NAME = Codec(lambda value: spoken(value, "zh"), lambda term: heard(term, "zh"))
INTEGER = typed("integer", str, number)
DECIMAL = typed("decimal", decimal, lambda text: float(Decimal(text)))
MOMENT = dated(re.compile(DAY))
PERIOD = dated(re.compile(f"{DAY}(?:/(?:{DAY})?)?"))
BOOLEAN = typed("boolean", lambda value: "true" if value else "false", flag)
DATE = typed("date", str, lambda text: date.fromisoformat(text).isoformat())
ADDRESS = typed("anyURI", lambda value: quoted(value)[1:-1], str)


@cache
def coded(code_list: str) -> Codec:
    """The values of a code list as the IRIs of its terms."""
    terms = read_ontology().code_lists[code_list].terms
    iris = {code: f"<{term.iri}>" for code, term in terms.items()}
    codes = {iri: code for code, iri in iris.items()}

    def decode(term: str) -> str:
        if term not in codes:
            label = read_ontology().code_lists[code_list]
            raise BadTerm(f"不在代码表“{label.label_zh}”中。", f"It is not in the code list “{label.label_en}”.")
        return codes[term]

    return Codec(iris.__getitem__, decode)


@cache
def relations() -> Codec:
    """Names of relations as their IRIs."""
    iris = {name: f"<{relation.iri}>" for name, relation in read_ontology().relations.items()}
    names = {iri: name for name, iri in iris.items()}

    def decode(term: str) -> str:
        if term not in names:
            raise BadTerm("本体中没有这种关系。", "The ontology has no such relation.")
        return names[term]

    return Codec(iris.__getitem__, decode)


class Things:
    """Ids as IRIs below one base, and back."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self.space = f"{self.base}/id/"
        self._start = f"<{self.space}"
        self.codec = Codec(self.iri, self.id)

    def iri(self, id_: str) -> str:
        """The IRI of an id; signs outside the plain ones are percent-encoded."""
        return f"{self._start}{quote(id_, safe='')}>"

    def id(self, term: str) -> str:
        """The id of an IRI of ours; BadTerm for any other term."""
        if not term.startswith(self._start):
            raise BadTerm(
                f"应为 {self.space} 之下的标识；根地址不同时请设置 INNOGRAPH_BASE_IRI。",
                f"It must be an IRI below {self.space}; where the root differs, set INNOGRAPH_BASE_IRI.",
            )
        return unquote(term[len(self._start) : -1])

    def prefixed(self, prefix: str) -> Codec:
        """Names that are no ids by themselves, such as those of data sets, as ids beginning with `prefix`."""

        def decode(term: str) -> str:
            id_ = self.id(term)
            if not id_.startswith(prefix):
                raise BadTerm(f"标识应以 {prefix} 开头。", f"Its id must begin with {prefix}.")
            return id_.removeprefix(prefix)

        return Codec(lambda name: self.iri(f"{prefix}{name}"), decode)

    def code(self, scheme: str, value: str) -> str:
        """The IRI of a standard identifier: that of ROR itself, ours for codes that have none."""
        return (
            f"<{ROR}{quote(value, safe='')}>"
            if scheme == "ROR"
            else f"<{self.base}/code/{_slug(scheme)}/{quote(value, safe='')}>"
        )


def _slug(scheme: str) -> str:
    return read_ontology().term("identifierScheme", scheme).iri.rpartition("-")[2]
