"""Data held against the shapes by pyshacl, with each SPARQL constraint parsed once instead of for every node."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from pyshacl import validate
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.evaluate import evalQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query


@lru_cache
def _prepared(text: str, prefixes: tuple[tuple[str, Any], ...]) -> Query:
    return prepareQuery(text, initNs=dict(prefixes))


def _query(
    self: SPARQLProcessor,
    text: str,
    initBindings: Mapping[str, Any] | None = None,
    initNs: Mapping[str, Any] | None = None,
    base: str | None = None,
    DEBUG: bool = False,
) -> Mapping[str, Any]:
    return evalQuery(self.graph, _prepared(text, tuple((initNs or {}).items())), initBindings, base)


def held_against(shapes: Graph, data: Graph, model: Graph) -> tuple[bool, Graph, str]:
    """Whether the data conform, the report as a graph and as text; `model` tells the classes of the shapes."""
    with patch.object(SPARQLProcessor, "query", _query):
        conforms, report, text = validate(data + model, shacl_graph=shapes, inplace=True)
    assert isinstance(report, Graph)
    return conforms, report, text
