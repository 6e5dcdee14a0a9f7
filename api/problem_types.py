"""What each problem type means and how a caller gets out of it: every `type` of an error leads here."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.deps import is_page, lang_of
from api.pages.render import render
from api.problems import PLAIN
from graph.errors import InnographError, NotFound

router = APIRouter(tags=["problems"])


class Words(NamedTuple):
    """What a type means and the way out, in Chinese and in English."""

    zh: str
    en: str
    way_zh: str
    way_en: str


WAIT = ("请按 Retry-After 所示秒数稍候重试。", "Wait as many seconds as Retry-After says and try again.")
WORDS: Mapping[str, Words] = {
    "internal": Words(
        "服务器遇到未预料的情况。",
        "The server met something unforeseen.",
        "请将请求编号 request_id 告诉管理员，日志中有详情。",
        "Tell the administrator the request_id; the log has the details.",
    ),
    "engine": Words("内置数据库引擎无法使用。", "The embedded engine cannot be used.", *WAIT),
    "engine-missing": Words(
        "缺少引擎文件，也无法下载。",
        "Files of the engine are missing and cannot be fetched.",
        "联网后重试，或从已运行过的电脑复制引擎缓存；innograph doctor 会说明其位置。",
        "Connect and try again, or copy the engine cache of a machine where it ran; innograph doctor tells its place.",
    ),
    "engine-busy": Words(
        "引擎正在启动或停止，或端口、目录已被占用。",
        "The engine is starting or stopping, or its port or directory is in use.",
        *WAIT,
    ),
    "engine-broken": Words(
        "引擎文件被改动，或磁盘、内存不足。",
        "A file of the engine was altered, or disk or memory does not suffice.",
        "请运行 innograph doctor，按提示处理。",
        "Run innograph doctor and follow what it says.",
    ),
    "store": Words("数据库没有如期回答。", "The database did not answer as it should.", *WAIT),
    "store-unreachable": Words(
        "数据库正在启动、无人应答或口令有误。",
        "The database is starting, nobody listens, or the password is wrong.",
        *WAIT,
    ),
    "store-timeout": Words(
        "查询超过时限。",
        "The question took longer than its limit.",
        "请缩小范围（加条件、减少层数或行数）后重试。",
        "Ask for less: more conditions, fewer steps or rows.",
    ),
    "setting": Words(
        "某项设置没有意义。",
        "A setting has no meaning.",
        "请按 detail 所述改正该环境变量或选项。",
        "Correct the variable or option that detail names.",
    ),
    "bad-input": Words(
        "送来的行或文件不合规则，未写入。",
        "Rows or a file break a rule and were not written.",
        "按 errors 与 detail 所列位置逐处改正后重新提交。",
        "Correct each place that errors and detail name and send it again.",
    ),
    "bad-parameter": Words(
        "一个或多个参数有误。",
        "One or more parameters are wrong.",
        "errors 逐项说明参数与原因；写法见 /docs。",
        "errors names each parameter and reason; /docs shows how to write them.",
    ),
    "bad-query": Words(
        "所送内容不是此处能回答的 SPARQL 查询。",
        "What was sent is no SPARQL query that is answered here.",
        "请按 detail 改正查询；只接受查询，不接受更新。",
        "Correct the query as detail says; only queries are taken, no updates.",
    ),
    "not-found": Words(
        "没有这个地址、事物、资料或问题。",
        "There is no such address, thing, document or question.",
        "用 /api/v1/search?q= 查找标识；问题目录在 /api/v1/queries。",
        "Look the id up at /api/v1/search?q=; questions stand at /api/v1/queries.",
    ),
    "ambiguous": Words(
        "一个名称对应多个事物。",
        "A name fits several things.",
        "从 candidates 中选一个，改用它的 id。",
        "Choose one of the candidates and send its id.",
    ),
    "conflict": Words(
        "与先前的请求或当前状态冲突。",
        "It conflicts with an earlier request or the present state.",
        "重读当前状态；换一个幂等键后再提交。",
        "Read the present state again; use another idempotency key.",
    ),
    "stale": Words(
        "读取之后图谱已有变更。",
        "The graph has changed since it was read.",
        "重读后以新的 revision 再提交。",
        "Read again and send it with the new revision.",
    ),
    "no-key": Words(
        "没有密钥，或密钥未知、过期、已吊销。",
        "No key, or one that is unknown, expired or revoked.",
        "以 Authorization: Bearer 发送密钥；密钥由管理员用 innograph key create 制作。",
        "Send a key as Authorization: Bearer; the administrator makes one with innograph key create.",
    ),
    "role": Words(
        "密钥的角色不够，或表单缺少令牌。",
        "The role of the key does not suffice, or the form lacks its token.",
        "请管理员授予所需角色；网页上请刷新后重试。",
        "Ask for the role that is needed; on a page, reload and try again.",
    ),
    "body-size": Words(
        "请求体超过上限。",
        "The body is over its limit.",
        "分几次提交，或请管理员调整 INNOGRAPH_BODY_LIMIT。",
        "Send it in parts, or have INNOGRAPH_BODY_LIMIT raised.",
    ),
    "address-size": Words(
        "地址过长。",
        "The address is too long.",
        "缩短参数；SPARQL 查询请用 POST。",
        "Shorten the parameters; send SPARQL queries by POST.",
    ),
    "rate": Words("这把密钥的请求过于频繁。", "The key sent more requests than it may.", *WAIT),
    "busy": Words("同时处理的请求已满。", "More requests than can be worked on at one time.", *WAIT),
    "bad-body": Words(
        "请求体不是所声明的格式。",
        "The body is not of the form it claims.",
        "请发送 UTF-8 编码的合法 JSON。",
        "Send well-formed JSON in UTF-8.",
    ),
    "method": Words(
        "该地址不支持这种请求。",
        "The address does not take this method.",
        "Allow 头列出可用的方法。",
        "The Allow header lists those it takes.",
    ),
    "slow": Words(
        "请求体迟迟没有送达。",
        "The body did not arrive in time.",
        "检查网络后重试。",
        "Check the network and try again.",
    ),
    "media": Words(
        "不支持的内容格式。",
        "The media type is not known.",
        "请发送 JSON、CSV 或 XLSX；SPARQL 用 application/sparql-query。",
        "Send JSON, CSV or XLSX; SPARQL as application/sparql-query.",
    ),
    "http": Words(
        "请求不合 HTTP 的约定。",
        "The request does not obey HTTP.",
        "请看 status 与 title。",
        "See status and title.",
    ),
}


def errors(cls: type[InnographError] = InnographError) -> Iterator[type[InnographError]]:
    """Every class of the tree, the root first."""
    yield cls
    for below in cls.__subclasses__():
        yield from errors(below)


@cache
def titles() -> Mapping[str, tuple[int | None, str, str]]:
    """Status and titles of every type, as the errors themselves have them."""
    found: dict[str, tuple[int | None, str, str]] = {"http": (None, "请求有误", "Bad request")}
    found |= {kind: (status, zh, en) for status, (kind, zh, en) in PLAIN.items()}
    tree = [cls for cls in errors() if cls.__module__ == InnographError.__module__]
    return found | {cls.kind: (cls.status, cls.title_zh, cls.title_en) for cls in reversed(tree)}


def described(base: str, kind: str, lang: str) -> dict[str, object]:
    """One type in a language: type, title, status, meaning, way out; NotFound for a type nobody answers."""
    if kind not in WORDS:
        known = ", ".join(WORDS)
        raise NotFound(f"没有错误类型 {kind}；已有：{known}。", f"there is no problem type {kind}; there are {known}.")
    words, (status, zh, en) = WORDS[kind], titles()[kind]
    english = lang == "en"
    return {
        "type": f"{base}/problems/{kind}",
        "title": en if english else zh,
        "status": status,
        "meaning": words.en if english else words.zh,
        "way_out": words.way_en if english else words.way_zh,
    }


@router.get("/problems", operation_id="problems", summary="全部错误类型 | every problem type")
async def every(request: Request) -> Response:
    """All types, as a page or as JSON."""
    return _shown(request, [_one(request, kind) for kind in WORDS], single=False)


@router.get("/problems/{kind}", operation_id="problem", summary="一种错误的含义与办法 | what a problem type means")
async def one(request: Request, kind: str) -> Response:
    """One type, as a page or as JSON."""
    return _shown(request, [_one(request, kind)], single=True)


def _one(request: Request, kind: str) -> dict[str, object]:
    return described(request.app.state.settings.text("base_iri").rstrip("/"), kind, lang_of(request))


def _shown(request: Request, found: list[dict[str, object]], single: bool) -> Response:
    if is_page(request):
        return render(request, "problems.html", found=found, single=single)
    headers = {"Vary": "Accept, Accept-Language, Cookie", "Content-Language": lang_of(request)}
    return JSONResponse(found[0] if single else {"items": found}, headers=headers)
