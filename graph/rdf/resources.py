"""The graph as a stream of resources, read in one transaction: what stands in a document goes into its named graph."""

from collections.abc import Iterator
from typing import NamedTuple

from graph.rdf.kinds import CLAIMS, FIGURES, GRAPH, TYPE, Kind, Pair, kinds, types_of
from graph.rdf.terms import INTEGER, TEXT, Things, coded, known, quoted, spoken
from graph.store import Row, Transaction
from ontology import TERMS, read_indicators, read_ontology

LIVE = "c.status = 'accepted' AND c.closed_revision IS NULL AND coalesce(c.rank, '') <> 'deprecated'"
OWN = f"""[(n)<-[:SUBJECT]-(c:NameClaim {{kind: 'english'}}) WHERE {LIVE} | c.name] AS english,
[(n)<-[:SUBJECT]-(c:IdentifierClaim) WHERE {LIVE} | [c.scheme, c.value]] AS codes"""
PLAIN = "RETURN properties(n) AS p"
# From the documents outwards, so that claims come document by document without being sorted.
CLAIMS_BY_DOCUMENT = """MATCH (d:Document) CALL (d) { MATCH (d)<-[:STATED_IN]-(n:Claim)
RETURN n, [l IN labels(n) WHERE NOT l IN ['Claim', 'Dirty']][0] AS label } RETURN properties(n) AS p, label"""
JOINED = """MATCH (s:Entity)-[r]->(o:Entity) WHERE r.fact IS NOT NULL AND r.kind = 'actual'
RETURN s.id AS s, type(r) AS type, o.id AS o, r.role AS role"""
DECIDED = """MATCH (d:Decision)-[r:ON]->(c:Claim)
RETURN r {.*, decision: d.id, claim: c.id} AS p"""
DATASETS = """MATCH (c:Claim) WITH DISTINCT c.dataset AS dataset OPTIONAL MATCH (g:Guide {dataset: dataset})
RETURN coalesce(properties(g), {}) AS p, dataset
UNION MATCH (g:Guide) RETURN properties(g) AS p, g.dataset AS dataset"""
COUNTS = """RETURN COUNT { (:Entity) } AS entities, COUNT { (:Claim) } AS claims, COUNT { (:Document) } AS documents"""
STATE = "MATCH (s:State {id: 'graph'}) RETURN properties(s) AS p"
LAST = "MATCH (c:Change) RETURN c.at AS at ORDER BY c.revision DESC LIMIT 1"
TITLE_ZH, TITLE_EN = "城市创新生态知识图谱", "Knowledge graph of a city's innovation ecosystem"
MAPPING = "mapsTo"
LICENCE = "<https://www.apache.org/licenses/LICENSE-2.0>"
MEDIA = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}


class Resource(NamedTuple):
    """What is said of one subject: its IRI, the named graph ("" for none), pairs; terms as N-Quads writes them."""

    subject: str
    graph: str
    pairs: list[Pair]


class Sayer:
    """Says nodes of the store as resources below one base."""

    def __init__(self, base: str) -> None:
        self.things = Things(base)
        self.kinds = kinds(self.things)
        self._relations = {relation.type: name for name, relation in read_ontology().relations.items()}

    def relation(self, type_: str) -> str:
        """The relation behind a type of the store."""
        return self._relations[type_]

    def everything(self, tx: Transaction) -> Iterator[Resource]:
        """The whole graph: its description first, then things, then documents with what stands in them."""
        yield from self.description(tx)
        for label in ("Change", "Decision", "Judgement", "Document"):
            for row in tx.each(f"MATCH (n:{label}) {PLAIN}"):
                yield self.node(label, row["p"])
        for row in tx.each(DECIDED):
            yield self.node("DecidedClaim", row["p"])
        for row in tx.each("MATCH (n:Indicator) RETURN n.code AS code"):
            yield self.indicator(row["code"])
        for row in tx.each(f"MATCH (n:Entity) {PLAIN}, {OWN}"):
            yield self.entity(row)
        for row in tx.each(JOINED):
            yield from self.joined(row["s"], self.relation(row["type"]), row["o"], row["role"])
        for row in tx.each(CLAIMS_BY_DOCUMENT):
            yield self.node(row["label"], row["p"])

    def node(self, label: str, row: Row) -> Resource:
        """A claim, document, judgement, decision or change."""
        kind = self.kinds[label]
        if label in CLAIMS:
            return Resource(self.things.iri(row["id"]), self.things.iri(row["document"]), self.claim(kind, row))
        cls = "SourceDocument" if label == "Document" else label
        return Resource(self.things.iri(kind.id_of(row)), "", [*types_of(cls), *kind.said(row)])

    def claim(self, kind: Kind, row: Row) -> list[Pair]:
        """What is said of a claim: its fields, and what follows from them for those who know PROV and Data Cube."""
        pairs = [*types_of(kind.label), *kind.said(row), (known("locator"), quoted(locator(row)))]
        if "revision" in row:
            pairs.append((known("prov:wasGeneratedBy"), self.things.iri(f"revision-{row['revision']}")))
        if kind.label == "Observation":
            pairs.append((known("qb:dataSet"), self.things.iri(FIGURES)))
        return pairs

    def entity(self, row: Row) -> Resource:
        """A thing with its names and the IRIs by which others know it."""
        node = row["p"]
        pairs = [*types_of(node["class"]), *self.kinds["Entity"].said(node), *self.named(row)]
        pairs += [(known("owl:sameAs"), self.things.code(*code)) for code in sorted(row["codes"]) if equates(code[0])]
        return Resource(self.things.iri(node["id"]), "", pairs)

    def named(self, row: Row) -> Iterator[Pair]:
        """Labels beyond the name that is shown: the English one, other names, the preferred label of a concept."""
        node, english = row["p"], sorted(set(row["english"]))
        yield from ((known("rdfs:label"), spoken(name, "en")) for name in english[:1])
        others = [name for name in node.get("names") or () if name != node["name"] and name not in english[:1]]
        yield from ((known("skos:altLabel"), spoken(name, "en" if name in english else "zh")) for name in others)
        if read_ontology().is_a(node["class"], "Concept", "ConceptSet"):
            yield known("skos:prefLabel"), spoken(node["name"], "zh")

    def joined(self, subject: str, relation: str, object_: str, role: str | None = None) -> Iterator[Resource]:
        """A relation between things as a plain triple, in our terms and in those that follow from it."""
        s, o = self.things.iri(subject), self.things.iri(object_)
        yield Resource(s, "", [(known(relation), o)])
        for start, predicate, end in implied(relation, s, o, role):
            yield Resource(start, "", [(predicate, end)])

    def indicator(self, code: str) -> Resource:
        """An indicator as the ontology describes it."""
        known_as = read_indicators()[code]
        pairs = [*types_of("Indicator"), (known("id"), quoted(code)), (known("code"), quoted(code))]
        pairs += [(known("rdfs:label"), spoken(getattr(known_as, f"label_{lang}"), lang)) for lang in ("zh", "en")]
        pairs += [(known("skos:prefLabel"), spoken(known_as.label_zh, "zh")), (known("unit"), quoted(known_as.unit))]
        pairs += [(known("status"), coded("entityStatus").encode("existing"))]
        pairs += [(known("standing"), coded("standing").encode("accepted"))]
        for name, field, code_list in (
            ("unitKind", "unit_kind", "unitKind"),
            ("theme", "theme", "theme"),
            ("periodicity", "periodicity", "periodicity"),
        ):
            pairs.append((known(name), coded(code_list).encode(getattr(known_as, field))))
        pairs += [(known("basisAllowed"), coded("figureBasis").encode(basis)) for basis in known_as.basis_allowed]
        pairs += [(known("pattern"), quoted(pattern)) for pattern in known_as.patterns]
        return Resource(self.things.iri(code), "", pairs)

    def description(self, tx: Transaction) -> Iterator[Resource]:
        """The data set itself by VoID and DCAT, its source data sets, and the cube of its figures."""
        state: Row = next(iter(tx.run(STATE)), {"p": {}})["p"]
        pairs = [*types_of("KnowledgeGraph"), (TYPE, known("void:Dataset")), *self.kinds["KnowledgeGraph"].said(state)]
        pairs += [(known("dcterms:title"), spoken(TITLE_ZH, "zh")), (known("dcterms:title"), spoken(TITLE_EN, "en"))]
        pairs += [(known("dcterms:license"), LICENCE), (known("void:uriSpace"), quoted(self.things.space))]
        pairs += [(known("void:vocabulary"), f"<{TERMS}>"), (known("void:sparqlEndpoint"), self.page("/sparql"))]
        pairs += [(known("dcterms:modified"), quoted(row["at"])) for row in tx.run(LAST)]
        counts = tx.run(COUNTS)[0]
        pairs.append((known("void:entities"), INTEGER.encode(counts["entities"])))
        pairs.append((known("void:documents"), INTEGER.encode(counts["documents"])))
        pairs += [(known("dcat:distribution"), self.things.iri(f"export-{name}")) for name in MEDIA]
        sources = [self.dataset(row["dataset"], row["p"]) for row in tx.each(DATASETS)]
        pairs += [(known("dcterms:hasPart"), source.subject) for source in sources]
        yield Resource(self.things.iri(GRAPH), "", pairs)
        yield from sources
        yield from map(self.distribution, MEDIA)
        cube = [(TYPE, known("qb:DataSet")), (known("qb:structure"), known("figures"))]
        yield Resource(self.things.iri(FIGURES), "", cube)

    def dataset(self, name: str, row: Row) -> Resource:
        """A source folder or sheet, with the reviewed tables that came with it."""
        said = self.kinds["Dataset"].said(row)
        pairs = [*types_of("Dataset"), (known("dcterms:title"), TEXT.encode(name)), *said]
        return Resource(self.things.iri(f"dataset-{name}"), "", pairs)

    def distribution(self, name: str) -> Resource:
        """One form in which the whole graph can be had."""
        pairs = [(TYPE, known("dcat:Distribution")), (known("dcat:mediaType"), quoted(MEDIA[name]))]
        pairs.append((known("dcat:downloadURL"), self.page(f"/api/v1/export?format={name}")))
        return Resource(self.things.iri(f"export-{name}"), "", pairs)

    def page(self, path: str) -> str:
        """An address on the server behind the base."""
        return f"<{self.things.base}{path}>"


def locator(row: Row) -> str:
    """Where a claim stands, in one word: D000, D000#L15 or D000#L15C228-238."""
    document, line, start = row["document"], row.get("line"), row.get("start")
    if not line:
        return str(document)
    return f"{document}#L{line}C{start}-{row['end']}" if start else f"{document}#L{line}"


def implied(relation: str, subject: str, object_: str, role: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Triples of other vocabularies that follow from one of ours; the role of a mapping is a property of SKOS."""
    if relation == MAPPING and role:
        yield subject, known(f"skos:{role}"), object_
    for iri in read_ontology().relation(relation).implied:
        if iri.startswith("^"):
            yield object_, f"<{iri[1:]}>", subject
        else:
            yield subject, f"<{iri}>", object_


def equates(scheme: str) -> bool:
    """Whether two things with one code of that scheme are the same thing."""
    return scheme in ("ROR", "USCC", "GB/T 2260", "statistical division code")
