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
├── NotFound (404)               no such entity, claim, document, question
└── Ambiguous (409)              a name that fits several entities; carries the candidates

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
