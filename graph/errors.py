"""Every error a user can meet, each with a Chinese and an English sentence that ends in the way out.

InnographError (500)
├── EngineError (503)            the embedded server cannot be had or used
│   ├── EngineMissing            no jars in the cache and no network to fetch them
│   ├── EngineBusy               port taken, directory in use, engine starting or stopping
│   └── EngineBroken             altered jar, disk full, too little memory, died on start
├── StoreError (503)             the database does not answer as it should
│   ├── StoreUnreachable         nobody listens, wrong password, server too old
│   └── StoreTimeout (503)       a question took longer than its limit
├── SettingError (400)           a setting or option has no meaning
├── BadInput (422)               rows, files or parameters that break a rule, each with its place
├── BadParameter (422)           one or more parameters of a question are wrong
├── BadQuery (400)               what was sent as SPARQL is no query that is answered here
├── NotFound (404)               no such entity, claim, document, question
├── Ambiguous (409)              a name that fits several entities; carries the candidates
├── Conflict (409)               the same act was asked for with something else before
├── Stale (412)                  the graph has changed since the caller read it; carries `revision`
└── Refused                      a door does not let this request in
    ├── NoKey (401)              no key, an unknown, expired or revoked one
    ├── Forbidden (403)          the role does not suffice, or the form has no token
    ├── TooLarge (413)           the body is over its limit
    ├── TooLong (414)            the address is over its limit
    ├── TooFast (429)            more requests than a key may send; carries `retry_after`
    └── TooMany (503)            more requests than can be worked on at one time

`status` is the HTTP status and `kind` the stable last part of the problem type; both are class attributes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class InnographError(Exception):
    """The root; `zh` and `en` say the same, `details` becomes extension members of the problem."""

    status: ClassVar[int] = 500
    kind: ClassVar[str] = "internal"
    title_zh: ClassVar[str] = "内部错误"
    title_en: ClassVar[str] = "Internal error"

    def __init__(self, zh: str, en: str, **details: Any) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
        self.details: Mapping[str, Any] = details

    def say(self, lang: str) -> str:
        """The sentence in `lang` ("zh" or "en")."""
        return self.en if lang == "en" else self.zh

    def title(self, lang: str) -> str:
        """The short title of this kind of error in `lang`."""
        return self.title_en if lang == "en" else self.title_zh


class EngineError(InnographError):
    status = 503
    kind = "engine"
    title_zh = "数据库引擎不可用"
    title_en = "Engine unavailable"


class EngineMissing(EngineError):
    kind = "engine-missing"


class EngineBusy(EngineError):
    kind = "engine-busy"


class EngineBroken(EngineError):
    kind = "engine-broken"


class StoreError(InnographError):
    status = 503
    kind = "store"
    title_zh = "数据库不可用"
    title_en = "Database unavailable"


class StoreUnreachable(StoreError):
    kind = "store-unreachable"


class StoreTimeout(StoreError):
    kind = "store-timeout"
    title_zh = "查询超时"
    title_en = "The question took too long"


class SettingError(InnographError):
    status = 400
    kind = "setting"
    title_zh = "设置有误"
    title_en = "Bad setting"


class BadInput(InnographError):
    """Input refused as a whole; `problems` lists every place and reason."""

    status = 422
    kind = "bad-input"
    title_zh = "输入有误"
    title_en = "Bad input"

    def __init__(self, zh: str, en: str, problems: Sequence[object] = (), **details: Any) -> None:
        super().__init__(zh, en, **details)
        self.problems = tuple(problems)


class BadParameter(InnographError):
    """`errors` is a list of {field, reason} in the language-neutral order of the parameters."""

    status = 422
    kind = "bad-parameter"
    title_zh = "参数有误"
    title_en = "Bad parameter"


class BadQuery(InnographError):
    status = 400
    kind = "bad-query"
    title_zh = "查询有误"
    title_en = "Bad query"


class NotFound(InnographError):
    status = 404
    kind = "not-found"
    title_zh = "未找到"
    title_en = "Not found"


class Ambiguous(InnographError):
    status = 409
    kind = "ambiguous"
    title_zh = "名称有歧义"
    title_en = "Ambiguous name"


class Conflict(InnographError):
    status = 409
    kind = "conflict"
    title_zh = "与先前的请求冲突"
    title_en = "In conflict with an earlier request"


class Stale(InnographError):
    """`revision` is the one the graph has now."""

    status = 412
    kind = "stale"
    title_zh = "图谱已有变更"
    title_en = "The graph has changed"


class Refused(InnographError):
    """A request that a door does not let in."""


class NoKey(Refused):
    status = 401
    kind = "no-key"
    title_zh = "需要密钥"
    title_en = "A key is needed"


class Forbidden(Refused):
    status = 403
    kind = "role"
    title_zh = "权限不足"
    title_en = "Not allowed"


class TooLarge(Refused):
    status = 413
    kind = "body-size"
    title_zh = "请求体过大"
    title_en = "Body too large"


class TooLong(Refused):
    status = 414
    kind = "address-size"
    title_zh = "地址过长"
    title_en = "Address too long"


class TooFast(Refused):
    """`retry_after` is in seconds."""

    status = 429
    kind = "rate"
    title_zh = "请求过于频繁"
    title_en = "Too many requests"


class TooMany(Refused):
    status = 503
    kind = "busy"
    title_zh = "服务器正忙"
    title_en = "Busy"
