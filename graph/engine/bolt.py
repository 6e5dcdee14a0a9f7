"""One question over Bolt: does this server answer, to this user, and is it new enough?"""

import re
from typing import TYPE_CHECKING

from graph.errors import SettingError, StoreUnreachable

if TYPE_CHECKING:
    from neo4j.exceptions import ClientError

OLDEST = 5
SCHEMES = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?://\S+")


def prepare() -> None:
    """Import the driver, a quarter of a second, while a server starts."""
    import neo4j  # noqa: F401


def refused(error: StoreUnreachable) -> bool:
    """Whether a server answered and did not take the password."""
    from neo4j.exceptions import AuthError

    return isinstance(error.__cause__, AuthError)


def check(uri: str, user: str, password: str, database: str) -> str:
    """The server's version such as "2026.08.1"; StoreUnreachable says why it cannot be used."""
    # Imported here, so that the supervisor, which never asks, stays small.
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError, UnsupportedServerProduct

    if not SCHEMES.fullmatch(uri):
        raise SettingError(
            f"NEO4J_URI 应形如 bolt://主机:7687 或 neo4j://主机:7687，现为 {uri!r}；请改正后重试。",
            f"NEO4J_URI must look like bolt://host:7687 or neo4j://host:7687, not {uri!r}; correct it and try again.",
        )
    try:
        with GraphDatabase.driver(
            uri, auth=(user, password), connection_timeout=10, max_transaction_retry_time=0
        ) as driver:
            version = _new_enough(uri, driver.get_server_info().agent)
            driver.execute_query("RETURN 1", database_=database)
            return version
    except AuthError as error:
        raise _refused(uri, user) from error
    except ClientError as error:
        raise _no_database(uri, database, error) from error
    except UnsupportedServerProduct as error:
        raise _too_old(uri, "") from error
    except (DriverError, Neo4jError, ValueError) as error:
        raise _silent(uri) from error


def _new_enough(uri: str, agent: str) -> str:
    version = agent.rpartition("/")[2]
    major = re.match(r"\d+", version)
    if major and int(major.group()) < OLDEST:
        raise _too_old(uri, f" {version}")
    return version


def _silent(uri: str) -> StoreUnreachable:
    return StoreUnreachable(
        f"{uri} 上没有可用的 Neo4j 应答；请启动该服务器或改正 NEO4J_URI，不设 NEO4J_URI 则用内置引擎。",
        f"no Neo4j answers at {uri}; start it or correct NEO4J_URI, or unset NEO4J_URI to use the embedded engine.",
    )


def _refused(uri: str, user: str) -> StoreUnreachable:
    return StoreUnreachable(
        f"{uri} 拒绝了用户 {user} 的密码；请改正 NEO4J_USER 与 NEO4J_PASSWORD。",
        f"{uri} refused the password of user {user}; correct NEO4J_USER and NEO4J_PASSWORD.",
    )


def _no_database(uri: str, database: str, error: "ClientError") -> StoreUnreachable:
    return StoreUnreachable(
        f"{uri} 不能使用库 {database}（{error.code}）；请改正 NEO4J_DATABASE。",
        f"{uri} cannot use the database {database} ({error.code}); correct NEO4J_DATABASE.",
    )


def _too_old(uri: str, version: str) -> StoreUnreachable:
    return StoreUnreachable(
        f"{uri} 上的服务器{version} 太旧，需要 Neo4j {OLDEST} 或更新；请升级它，或不设 NEO4J_URI 而用内置引擎。",
        f"the server{version} at {uri} is too old, Neo4j {OLDEST} or later is needed; upgrade it, or unset NEO4J_URI.",
    )
