"""The first load of a large city: drafted as files, imported by Neo4j's own offline importer, put in place at the end.

Everything is made in a data directory beside the real one (`bulk`), so that whatever cuts the load off leaves the
empty database as it was. What is imported is the graph that the batched load makes of the same records.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import psutil

from graph import engine
from graph.bulk.draft import Drafted
from graph.bulk.drafting import drafted
from graph.bulk.tables import LIST
from graph.changes import LOADED, Difference, change
from graph.dates import today
from graph.engine import Progress
from graph.engine.home import EngineHome
from graph.engine.jars import check_room
from graph.errors import BadInput, EngineBroken, EngineBusy
from graph.revisions import show, take
from graph.rows import KINDS, Record
from graph.schema import apply_schema
from graph.settings import Settings
from graph.store import Store, open_store

REVISION = 1
OPTIONS = (
    *("--id-type=actual", "--strict=true", "--bad-tolerance=0", "--path-pattern-style=none"),
    f"--array-delimiter=U+{ord(LIST):04X}",
)
# Bytes of store, indexes and room to work for each byte of the importer's files.
STORE_FOR_FILES = 3
# Indexes over a million claims fill in half the time with these; a smaller machine keeps to its settings.
ROOMY = MappingProxyType({"heap": "2g", "page_cache": "1g"})
ROOM = 6 << 30  # bytes of free memory
COUNT = "RETURN COUNT { () } AS nodes, COUNT { ()-->() } AS edges"
NAMELESS = "UNWIND $ids AS id MATCH (e:Entity {id: id}) SET e.names = [], e.pinyin = [], e.initials = []"


def bulk_load(
    settings: Settings,
    records: Iterable[Record],
    dataset: str,
    by: str,
    what: str,
    loaded: str = "",
    progress: Progress | None = None,
    besides: Callable[[Store], None] | None = None,
) -> Difference:
    """Load records into an empty embedded database, a document before what stands in it; `what` names the change.

    `besides` writes what else belongs to the graph before that takes its place.
    BadInput where the database is not empty or not the embedded one, EngineBusy where others use it, EngineBroken
    where the disk is short or the importer fails; the database is then as it was.
    """
    tell = progress or (lambda step, done, total: None)
    _refuse(settings)
    with _stage(settings) as stage:
        draft, staged = _draft(stage, _told(records, tell), dataset), _staged(settings, stage)
        tell("离线导入 | importing", 1, 3)
        engine.run_admin(staged, "database", "import", "full", "neo4j", *OPTIONS, *draft.arguments)
        tell("建立索引 | indexing", 2, 3)
        with engine.session(staged) as connection, open_store(staged, connection) as store:
            difference = _complete(store, draft, by, what, loaded)
            if besides:
                besides(store)
            show(store)
        _put_in_place(settings, staged)
        tell("建立索引 | indexing", 3, 3)
    return difference


@contextmanager
def _stage(settings: Settings) -> Iterator[Path]:
    """A folder beside the database, for as long as the block lasts; what a killed load left there goes first."""
    stage = settings.home.absolute() / "bulk"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _draft(stage: Path, records: Iterable[Record], dataset: str) -> Drafted:
    files = stage / "files"
    files.mkdir()
    draft = drafted(records, files, dataset, REVISION)
    check_room(files, STORE_FOR_FILES * sum(path.stat().st_size for path in files.glob("*.csv")))
    return draft


def _told(records: Iterable[Record], tell: Progress) -> Iterator[Record]:
    yield from records
    tell("整理关系 | deriving", 0, 3)


def _staged(settings: Settings, stage: Path) -> Settings:
    """The settings of the database being made: with more memory than it needs later, where the machine has it."""
    roomy = {name: size for name, size in ROOMY.items() if name not in settings.values}
    return settings.but(home=str(stage), **(roomy if psutil.virtual_memory().available > ROOM else {}))


def _refuse(settings: Settings) -> None:
    if settings.text("neo4j_uri"):
        raise BadInput(
            "--bulk 只用于内置引擎；请去掉 NEO4J_URI，或不带 --bulk 装载。",
            "--bulk works on the embedded engine only; unset NEO4J_URI, or load without --bulk.",
        )
    if not (EngineHome.of(settings).path / "data" / "databases" / "neo4j").exists():
        return
    with engine.session(settings) as connection, open_store(settings, connection) as store:
        if store.read("MATCH (n) RETURN 1 AS one LIMIT 1"):
            raise BadInput(
                "--bulk 只用于空数据库，而这里已有数据；请不带 --bulk 装载，或用 INNOGRAPH_HOME 指定新的数据目录。",
                "--bulk needs an empty database and this one has data; load without --bulk, "
                "or set INNOGRAPH_HOME to a new data directory.",
            )
    _alone(EngineHome.of(settings))


def _complete(store: Store, draft: Drafted, by: str, what: str, loaded: str) -> Difference:
    """What the importer leaves out: the schema, the state, the change; after a count of what it took."""
    found = store.reading(lambda tx: tx.run(COUNT)[0], timeout=600)
    expected = {"nodes": sum(draft.nodes.values()), "edges": draft.edges}
    if found != expected:
        raise EngineBroken(
            f"导入的数量不符：{expected} 写成 {found}；请重试。",
            f"the import is not complete: {expected} became {found}; try again.",
        )
    apply_schema(store)
    store.write(NAMELESS, ids=draft.nameless)
    difference = Difference(Counter({kind: draft.nodes[kind] for kind in KINDS if kind in draft.nodes}))
    difference.revision = REVISION
    store.writing(lambda tx: take(tx, change(difference, by, what)))
    if loaded:
        store.write(LOADED, city=loaded, day=today())
    return difference


def _put_in_place(settings: Settings, staged: Settings) -> None:
    """Two renames; between them there is no database, which is as good as an empty one."""
    home, new = EngineHome.of(settings), EngineHome.of(staged)
    _alone(home)
    home.path.rename(new.path.with_name("old"))
    new.path.rename(home.path)


def _alone(home: EngineHome) -> None:
    """EngineBusy where another process uses the database."""
    home.prepare()
    with home.transition():
        if home.users.needed():
            raise EngineBusy(
                f"{home.path} 正被别的 innograph 使用；请用 innograph db stop 停止它后重试。",
                f"{home.path} is in use by another innograph; stop it with innograph db stop and try again.",
            )
