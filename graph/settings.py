"""One table of settings: name, default, help. Environment, command line and docs are derived from it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import platformdirs

from graph.errors import SettingError


class Setting(NamedTuple):
    """One row of the table; `kind` is text, integer or flag; `env` overrides the usual INNOGRAPH_* name."""

    name: str
    default: str
    help: str
    kind: str = "text"
    env: str = ""

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return self.env or f"INNOGRAPH_{self.name.upper()}"


SETTINGS = (
    Setting(
        "home",
        "",
        "数据目录，空则用系统的用户数据目录 | data directory; empty means the user's data directory",
    ),
    Setting(
        "cache",
        "",
        "引擎文件缓存目录，空则用系统缓存目录 | cache of engine files; empty means the user's cache",
    ),
    Setting("city", "weihai", "内置城市 | bundled city"),
    Setting("time_zone", "Asia/Shanghai", "城市所在时区，记录与判断的日期按此计 | time zone whose days are recorded"),
    Setting("lang", "zh", "命令行提示语言：zh 或 en | language of the command line: zh or en"),
    Setting("host", "127.0.0.1", "网页与接口监听地址 | address to serve on"),
    Setting("port", "8000", "网页与接口端口 | port to serve on", "integer"),
    Setting("base_iri", "https://innograph.example", "实体标识的根地址 | root of the IRIs of things"),
    Setting("heap", "512m", "内置引擎的 Java 堆上限 | Java heap of the embedded engine"),
    Setting("page_cache", "128m", "内置引擎的页缓存 | page cache of the embedded engine"),
    Setting(
        "engine_port",
        "",
        "内置引擎的端口，空则自选空闲端口 | port of the embedded engine; empty chooses a free one",
        "integer",
    ),
    Setting(
        "repository",
        "",
        "下载引擎文件的 Maven 仓库，空则用公共仓库 | Maven repository of the engine's files; empty: public",
    ),
    Setting("start_cache", "1", "用后台建成的缓存加快引擎启动 | start the engine faster with a cache", "flag"),
    Setting("query_timeout", "30", "每次查询的时限（秒） | seconds allowed for a question", "integer"),
    Setting("workers", "1", "服务进程数 | processes that serve", "integer"),
    Setting("threads", "8", "同时向数据库提问的线程数 | questions put to the database at one time", "integer"),
    Setting("at_once", "64", "同时处理的请求数，超过则答 503 | requests worked on at one time; 503 beyond", "integer"),
    Setting("body_limit", "10485760", "请求体上限（字节） | largest body in bytes", "integer"),
    Setting("kept_bytes", "33554432", "内存中保留的回答上限（字节） | bytes of answers kept in memory", "integer"),
    Setting("anonymous_read", "0", "对外监听时允许无密钥阅读 | anyone on the network may read", "flag"),
    Setting("rate_limit", "1200", "每把密钥每分钟的请求数 | requests a minute for each key", "integer"),
    Setting("cors", "", "允许跨源读取的网站，逗号分隔 | origins that may read from a browser, comma-separated"),
    Setting("frame_ancestors", "", "可嵌入 /embed/ 页的网站，逗号分隔 | sites that may frame them, comma-separated"),
    Setting("log", "text", "日志：text 只记警告，json 每个请求一行 | text: warnings only; json: a line per request"),
    Setting("offline", "0", "只用缓存，不联网 | use the cache only", "flag"),
    Setting("neo4j_uri", "", "外部 Neo4j 的地址（bolt:// 或 neo4j://） | an external Neo4j", env="NEO4J_URI"),
    Setting("neo4j_user", "neo4j", "外部 Neo4j 的用户 | its user", env="NEO4J_USER"),
    Setting("neo4j_password", "", "外部 Neo4j 的密码 | its password", env="NEO4J_PASSWORD"),
    Setting("neo4j_database", "neo4j", "外部 Neo4j 的库名 | its database", env="NEO4J_DATABASE"),
)


@dataclass(frozen=True)
class Settings:
    """Values by name, as text; read them through the typed properties or `text`, `number`, `on`."""

    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, name: str) -> str:
        """The value of `name`, or its default; KeyError for a name the table lacks."""
        return self.values.get(name, "") or DEFAULTS[name].default

    def number(self, name: str) -> int:
        """The value of `name` as a whole number; SettingError where it is none."""
        text = self.text(name)
        if not text.isascii() or not text.isdigit():
            variable = DEFAULTS[name].variable
            raise SettingError(
                f"{variable} 应为整数，现为 {text!r}；请改正后重试。",
                f"{variable} must be a whole number, not {text!r}; correct it and try again.",
            )
        return int(text)

    def on(self, name: str) -> bool:
        """Whether the flag `name` is set."""
        return self.text(name).lower() in {"1", "true", "yes", "on"}

    @property
    def home(self) -> Path:
        """The data directory: engine data, state file, users' documents."""
        return Path(self.text("home") or platformdirs.user_data_dir("innograph", appauthor=False))

    @property
    def cache(self) -> Path:
        """The cache directory: engine jars and start-up cache, safe to delete."""
        return Path(self.text("cache") or platformdirs.user_cache_dir("innograph", appauthor=False))

    @property
    def lang(self) -> str:
        """ "zh" or "en"."""
        return "en" if self.text("lang").lower().startswith("en") else "zh"

    def environment(self) -> dict[str, str]:
        """The values as environment variables, for a process of ours."""
        return {DEFAULTS[name].variable: value for name, value in self.values.items()}

    def but(self, **changes: str) -> "Settings":
        """The same settings with some values changed."""
        return Settings(MappingProxyType({**self.values, **changes}))


DEFAULTS = {setting.name: setting for setting in SETTINGS}


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from environment variables; called at the two doors, and once for the city's time zone."""
    source = os.environ if environment is None else environment
    values = {s.name: source[s.variable] for s in SETTINGS if source.get(s.variable)}
    return Settings(MappingProxyType(values))
