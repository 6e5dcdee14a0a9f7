"""Arguments as values of the types that a question declares; every fault is told at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.dates import day_of
from graph.errors import BadParameter
from graph.vocabulary import KINDS, term, typed_name
from queries import Param, Query

LONGEST = 500
NUMBERS: Mapping[str, Callable[[str], int | float]] = {"integer": int, "number": float}
BOOLEANS = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}


def typed(query: Query, arguments: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """Arguments as values of the declared types, defaults filled in; BadParameter lists every fault at once."""
    known = {param.name: param for param in query.params}
    errors = [_fault(name, "没有这个参数。", "there is no such parameter.") for name in arguments if name not in known]
    values: dict[str, Any] = {}
    for param in query.params:
        try:
            values[param.name] = _value(param, arguments.get(param.name, ""))
        except BadParameter as fault:
            errors.extend(fault.details["errors"])
    if errors:
        raise BadParameter(
            "；".join(f"参数 {e['field']}：{e['reason']}" for e in errors),
            "; ".join(f"parameter {e['field']}: {e['reason_en']}" for e in errors),
            errors=errors,
        )
    return values


def wrong(field: str, zh: str, en: str) -> BadParameter:
    """One wrong parameter."""
    return BadParameter(f"参数 {field}：{zh}", f"parameter {field}: {en}", errors=[_fault(field, zh, en)])


def _fault(field: str, zh: str, en: str) -> dict[str, str]:
    return {"field": field, "reason": zh, "reason_en": en}


def _value(param: Param, given: str | Sequence[str]) -> Any:
    texts = [given] if isinstance(given, str) else list(given)
    texts = [text for text in texts if text.strip()]
    if not texts and param.default:
        texts = [param.default]
    if not texts and param.required:
        raise wrong(param.name, "必填，现为空。", "is required and empty.")
    if param.many:
        return [_one(param, text) for part in texts for text in part.split(",") if text.strip()]
    if len(texts) > 1:
        raise wrong(param.name, "只能给一个值。", "takes one value only.")
    return _one(param, texts[0]) if texts else None


def _one(param: Param, text: str) -> Any:
    if len(text) > LONGEST:
        raise wrong(param.name, f"超过 {LONGEST} 个字符。", f"is longer than {LONGEST} characters.")
    text = text.strip()
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        raise wrong(param.name, "含有控制字符。", "holds control characters.")
    if param.single == "date":
        return day_of(param.name, text)
    if param.single in NUMBERS:
        return _number(param, text)
    if param.single == "boolean":
        return _chosen(param, text.lower(), BOOLEANS)
    if param.choices:
        return _chosen(param, text, {choice: choice for choice in param.choices})
    if param.single in KINDS:
        return term(param.single, text, lambda zh, en: wrong(param.name, zh, en))
    return typed_name(text) if param.single == "name" else text


def _number(param: Param, text: str) -> int | float:
    try:
        value = NUMBERS[param.single](text)
    except ValueError:
        value = None
    if value is None or not text.isascii() or not -(10**15) < value < 10**15:
        raise wrong(param.name, f"{text!r} 不是数字。", f"{text!r} is no number.")
    return value


def _chosen(param: Param, text: str, table: Mapping[str, Any]) -> Any:
    if text not in table:
        choices = "、".join(table)
        raise wrong(param.name, f"{text!r} 不在可选值中：{choices}。", f"{text!r} is not one of: {choices}.")
    return table[text]
