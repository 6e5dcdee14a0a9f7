"""What goes wrong at the driver, as errors of ours with a way out."""

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graph.errors import InnographError, StoreError, StoreTimeout, StoreUnreachable

TIMED_OUT = "TransactionTimedOut"


@contextmanager
def translated(uri: str) -> Iterator[None]:
    """Driver errors as errors of ours, each with its way out."""
    try:
        yield
    except AuthError as error:
        raise StoreUnreachable(
            f"数据库 {uri} 拒绝了用户名或密码；请检查 NEO4J_USER 与 NEO4J_PASSWORD。",
            f"{uri} refused the user or password; check NEO4J_USER and NEO4J_PASSWORD.",
        ) from error
    except ServiceUnavailable as error:
        raise unreachable(uri) from error
    except Neo4jError as error:
        raise _explained(error) from error
    except DriverError as error:
        raise unreachable(uri) from error


def unreachable(uri: str) -> InnographError:
    """Nobody answers at `uri`."""
    return StoreUnreachable(
        f"连不上数据库 {uri}；请确认它已启动，或用 innograph doctor 查看原因。",
        f"cannot reach the database at {uri}; make sure it runs, or ask innograph doctor.",
    )


def _explained(error: Neo4jError) -> InnographError:
    if TIMED_OUT in (error.code or ""):
        return StoreTimeout(
            "查询超过时限，已中止；请缩小范围后重试。",
            "The question ran out of time; narrow it and try again.",
        )
    return StoreError(f"数据库报错：{error.message}", f"the database says: {error.message}")
