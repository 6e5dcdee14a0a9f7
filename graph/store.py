"""The store is a few verbs that return plain values; no driver record leaves this file."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, TypeVar

from neo4j import READ_ACCESS, GraphDatabase, ManagedTransaction, Session, unit_of_work
from neo4j import Transaction as Begun

from graph.engine import Connection
from graph.errors import StoreUnreachable
from graph.failures import translated, unreachable
from graph.settings import Settings
from graph.values import ids_in, plain

T = TypeVar("T")
Row = dict[str, Any]
# Seconds for which a transaction is tried again: a connection that was lost is replaced at once, locks take longer.
READS, WRITES = 0.2, 5.0
# Seconds for which nobody asks anew a database that was away.
AWAY = 0.5


class Transaction:
    """One managed transaction: `run` takes Cypher and parameters and returns rows of plain values."""

    def __init__(self, tx: ManagedTransaction | Begun, veil: "Veil | None" = None) -> None:
        self._tx = tx
        self._veil = veil
        # Ids of the persons in the rows, where something may have to be hidden of them.
        self._people: set[str] | None = set() if veil else None

    def run(self, cypher: str, **parameters: Any) -> list[Row]:
        """All rows; entities become {"id", "name", "class"}, other nodes their properties."""
        return self.seen(list(self.each(cypher, **parameters)))

    def seen(self, rows: list[Row]) -> list[Row]:
        """Rows of `each` as the reader of this transaction may see them."""
        if not (self._veil and self._people):
            return rows
        return self._veil(Transaction(self._tx), rows, self._people.intersection(ids_in(rows)))

    def veiled(self, veil: "Veil") -> "Transaction":
        """The same transaction, with rows as `veil` leaves them."""
        return Transaction(self._tx, veil)

    def each(self, cypher: str, **parameters: Any) -> Iterator[Row]:
        """The rows one by one and as they are, where there may be too many to hold."""
        result = self._tx.run(cypher, parameters)
        names = result.keys()
        for record in result:
            yield {name: plain(value, self._people) for name, value in zip(names, record.values(), strict=True)}


# What becomes of rows in which persons (by id) stand; the transaction sees everything.
Veil = Callable[[Transaction, list[Row], Iterable[str]], list[Row]]


class Store:
    """An open database. Reads are time-limited READ transactions, writes are managed transactions."""

    def __init__(self, connection: Connection, timeout: float) -> None:
        self.connection = connection
        self.timeout = timeout
        # Counts what this process wrote, so that doors know when answers in memory may be old.
        self.writes = 0
        self._driver = GraphDatabase.driver(
            connection.uri,
            auth=(connection.user, connection.password),
            notifications_min_severity="OFF",
            # Who waits for an answer is better told 503 at once than kept for a database that is away.
            connection_timeout=5,
            connection_acquisition_timeout=10,
            initial_retry_delay=0.05,
        )
        self._away_until = 0.0
        # On a cluster, every session of this process sees what an earlier one wrote.
        self._bookmarks = GraphDatabase.bookmark_manager()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    def _session(self, patience: float) -> Session:
        """`patience` in seconds is how long a transaction is tried again after transient faults."""
        known = self.connection.database
        return self._driver.session(
            database=known, bookmark_manager=self._bookmarks, max_transaction_retry_time=patience
        )

    def reading(self, work: Callable[[Transaction], T], timeout: float | None = None) -> T:
        """`work` in one READ transaction; StoreTimeout after `timeout` seconds, StoreUnreachable without a server."""
        limited = unit_of_work(timeout=timeout or self.timeout)(lambda tx: work(Transaction(tx)))
        if monotonic() < self._away_until:
            raise unreachable(self.connection.uri)
        try:
            with translated(self.connection.uri), self._session(READS) as session:
                return session.execute_read(limited)
        except StoreUnreachable:
            self._away_until = monotonic() + AWAY
            raise

    @contextmanager
    def streaming(self, timeout: float) -> Iterator[Transaction]:
        """One READ transaction for answers that are sent on while they are read, so it is never tried again."""
        with (
            translated(self.connection.uri),
            self._driver.session(
                database=self.connection.database,
                bookmark_manager=self._bookmarks,
                default_access_mode=READ_ACCESS,
            ) as session,
            session.begin_transaction(timeout=timeout) as tx,
        ):
            yield Transaction(tx)

    def read(self, cypher: str, **parameters: Any) -> list[Row]:
        """The rows of one statement."""
        return self.reading(lambda tx: tx.run(cypher, **parameters))

    def writing(self, work: Callable[[Transaction], T]) -> T:
        """`work` in one WRITE transaction, tried again on transient faults: all of it or nothing."""
        try:
            with translated(self.connection.uri), self._session(WRITES) as session:
                return session.execute_write(lambda tx: work(Transaction(tx)))
        finally:
            self.writes += 1

    def whole(self, work: Callable[["Store"], T]) -> T:
        """`work` with this store, every step of it in one WRITE transaction: all of it or nothing."""
        later: list[Later] = []

        def within(tx: Transaction) -> T:
            later.clear()
            return work(Within(self, tx, later))

        done = self.writing(within)
        for step in later:
            step(self)
        return done

    def afterwards(self, work: "Later") -> None:
        """`work` with this store once what was written before can be found by every reader."""
        work(self)

    def write(self, cypher: str, **parameters: Any) -> list[Row]:
        """One writing statement in its own transaction."""
        return self.writing(lambda tx: tx.run(cypher, **parameters))

    def revision(self) -> int:
        """The number of the last complete change set; 0 for an empty graph."""
        rows = self.read("MATCH (s:State {id: 'graph'}) RETURN coalesce(s.revision, 0) AS revision")
        return int(rows[0]["revision"]) if rows else 0


class Within(Store):
    """A store whose every step belongs to one transaction that is already open."""

    def __init__(self, store: Store, tx: Transaction, later: "list[Later]") -> None:
        self.connection = store.connection
        self.timeout = store.timeout
        self.writes = 0
        self._tx = tx
        self._later = later

    def reading(self, work: Callable[[Transaction], T], timeout: float | None = None) -> T:
        """`work` in the open transaction; the time limit is that of the whole."""
        return work(self._tx)

    def writing(self, work: Callable[[Transaction], T]) -> T:
        """`work` in the open transaction."""
        return work(self._tx)

    def afterwards(self, work: "Later") -> None:
        """`work` with the store outside once the open transaction is committed."""
        self._later.append(work)


Later = Callable[[Store], object]


class Veiled(Store):
    """A store whose readers see rows as `veil` leaves them; it writes as the other one."""

    def __init__(self, store: Store, veil: Veil) -> None:
        self.connection = store.connection
        self.timeout = store.timeout
        self._store = store
        self._veil = veil

    def reading(self, work: Callable[[Transaction], T], timeout: float | None = None) -> T:
        """`work` in one READ transaction of the other store."""
        return self._store.reading(lambda tx: work(tx.veiled(self._veil)), timeout)

    def writing(self, work: Callable[[Transaction], T]) -> T:
        """`work` in one WRITE transaction of the other store."""
        return self._store.writing(work)

    @contextmanager
    def streaming(self, timeout: float) -> Iterator[Transaction]:
        """One READ transaction of the other store."""
        with self._store.streaming(timeout) as tx:
            yield tx.veiled(self._veil)


def open_store(settings: Settings, connection: Connection) -> Store:
    """The store behind a connection, with the time limit of the settings."""
    return Store(connection, float(settings.number("query_timeout")))
