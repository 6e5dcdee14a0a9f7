"""A made-up city of any size: the same records for the same number and seed, references after what they refer to.

Nothing in it is real. Every thing has an official name, a third an alias or an identifier; things are joined by the
relations the ontology allows; each claim stands in a document, at a line.
"""

from collections.abc import Iterator
from itertools import chain
from random import Random

from graph.model import Document, Entity, Figure, Identifier, Naming, Relation, Span

PLACES = ("海宁", "临川", "东昌", "北屏", "南浦", "青岭", "文溪", "荣泰", "石港", "环海")
TRADES = ("新材料", "医疗器械", "海洋生物", "智能装备", "碳纤维", "电子信息", "船舶配套", "食品加工")
SIGNS = "海天华新东光正泰信博宏远盛和瑞康德隆兴业永恒嘉诚立创启航力源"
CHAINS, SEGMENTS, AREAS = 40, 400, 100
STRIDE = 3_141_593  # shares no factor with the number of signs, so that no two numbers meet
# Of twenty things in a row: class, ending of its name.
KINDS = (
    *[("Enterprise", "有限公司")] * 12,
    ("KeyLaboratory", "重点实验室"),
    ("EnterpriseTechCenter", "企业技术中心"),
    ("ServicePlatform", "公共服务平台"),
    ("University", "学院"),
    ("ResearchInstitute", "研究院"),
    ("Product", "材料"),
    ("Project", "项目"),
    ("TechDemand", "需求"),
)
PLATFORMS = ("KeyLaboratory", "EnterpriseTechCenter", "ServicePlatform")
SHARED = (("L", "IndustryChain", CHAINS), ("S", "ChainSegment", SEGMENTS), ("A", "AdministrativeDivision", AREAS))

Record = Document | Entity | Figure | Identifier | Naming | Relation


def records(size: int, seed: int = 7, more: int = 0) -> Iterator[Record]:
    """`size` things, about 5 records for each, some of them claims of one fact; firms have `more` suppliers beyond."""
    papers = size // 100 + 1
    yield from (_paper(number) for number in range(papers))
    for letter, cls, number in SHARED:
        for n in range(number):
            yield from _thing(f"{letter}{n}", f"{PLACES[n % 10]}{TRADES[n % 8]}{n}", cls, Span(f"D{n % papers}", n))
    yield from chain.from_iterable(_named(size, papers, Random(seed)))
    yield from chain.from_iterable(_joined(size, papers, more, Random(seed + 1)))


def _paper(number: int) -> Document:
    date = f"{2015 + number % 10}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    title, file = f"文件第{number}号", f"D{number}.txt"
    return Document(f"D{number}", title, kind="sheet", issuer="虚构局", date=date, file=file)


def _thing(id_: str, name: str, cls: str, where: Span) -> Iterator[Record]:
    yield Entity(id_, name, cls, first_source=where.document)
    yield Naming(f"N{id_}", id_, where, name=name, kind="official")


def _sign(number: int) -> str:
    """Five characters that no other number has, far from those of its neighbours."""
    rest = number * STRIDE % len(SIGNS) ** 5
    return "".join(SIGNS[rest // len(SIGNS) ** place % len(SIGNS)] for place in range(5))


def _kind(number: int) -> tuple[str, str]:
    return KINDS[number % len(KINDS)]


def _named(size: int, papers: int, random: Random) -> Iterator[Iterator[Record]]:
    for number in range(size):
        cls, ending = _kind(number)
        id_, sign = f"E{number}", _sign(number)
        where = Span(f"D{number % papers}", number // papers + 1, 1, 12)
        yield _thing(id_, f"{random.choice(PLACES)}{sign}{random.choice(TRADES)}{ending}", cls, where)
        if number % 3 == 0:
            yield iter([Naming(f"M{id_}", id_, where, name=sign, kind="short")])
        elif number % 3 == 1:
            yield iter([Identifier(f"I{id_}", id_, where, scheme="other", value=f"{number:012d}")])


def _joined(size: int, papers: int, more: int, random: Random) -> Iterator[Iterator[Record]]:
    for number in range(size):
        where = Span(f"D{random.randrange(papers)}", number % 997 + 1, 3, 40)
        cls = _kind(number)[0]
        yield _relations(f"E{number}", cls, size, where, random)
        yield (_supplied(f"E{number}", nth, size, where, random) for nth in range(more) if cls == "Enterprise")
        if number % 4 == 0 and cls == "Enterprise":
            yield iter([_figure(number, where, random)])


def _figure(number: int, where: Span, random: Random) -> Figure:
    value = float(random.randrange(1, 500))
    said = {"indicator": "patentGranted", "unit": "件", "basis": "flow", "period": "2023"}
    return Figure(f"O{number}", f"E{number}", where, value=value, **said)


def _relations(id_: str, cls: str, size: int, where: Span, random: Random) -> Iterator[Record]:
    firm = _firm(size, random)
    if cls == "Enterprise":
        ends = [("inSegment", f"S{random.randrange(SEGMENTS)}"), ("locatedIn", f"A{random.randrange(AREAS)}")]
        ends += [("supplies", firm)] if firm != id_ else []
    elif cls in PLATFORMS:
        ends = [("servesChain", f"L{random.randrange(CHAINS)}"), ("hostedBy", firm)]
    elif cls in ("University", "ResearchInstitute"):
        ends = [("cooperatesWith", firm), ("locatedIn", f"A{random.randrange(AREAS)}")]
    elif cls == "Product":
        ends = [("inSegment", f"S{random.randrange(SEGMENTS)}")]
    else:
        return
    for predicate, object_ in ends:
        yield Relation(f"R{id_}{predicate}", id_, where, predicate=predicate, object=object_, as_of="2023-12-31")
    if random.randrange(10) == 0:  # a second source says so too
        other = Span(where.document, where.line + 1, 1, 20)
        yield Relation(f"Z{id_}", id_, other, predicate=ends[0][0], object=ends[0][1], role="")


def _supplied(id_: str, nth: int, size: int, where: Span, random: Random) -> Relation:
    line = Span(where.document, where.line, 50 + nth, 60 + nth)
    firm = _firm(size, random)
    other = firm if firm != id_ else f"E{(int(id_[1:]) + len(KINDS)) % size}"
    return Relation(f"Y{id_}.{nth}", id_, line, predicate="supplies", object=other, as_of="2023-12-31")


def _firm(size: int, random: Random) -> str:
    return f"E{random.randrange(size // 20) * 20 + random.randrange(12)}"
