"""Indicators: all of them by theme, and one as a table and a chart, with what contradicts it and what was aimed at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, LangDep, StoreDep
from api.pages.amounts import amount, last_day
from api.pages.render import render
from api.pages.tallies import Rows
from graph.asking import ask
from graph.names import name_key
from graph.wishes import MOST
from ontology import read_indicators

router = APIRouter()


@router.get("/indicators")
def indicators(
    request: Request, store: StoreDep, catalogue: CatalogueDep, q: str = "", theme: str = "", only: str = ""
) -> Response:
    """Every indicator that has a figure: the newest ones, how many statements, whether they disagree."""
    answer = ask(store, catalogue["observations"], {}, MOST)
    disputed = labels_of(ask(store, catalogue["conflicts"], {"verdict": "contradiction"}, MOST).items)
    aimed = labels_of(ask(store, catalogue["target_progress"], {}, MOST).items)
    lines = [line for line in lines_of(answer.items, disputed, aimed) if wanted(line, q, theme, only)]
    lines.sort(key=lambda line: (line["theme"], -line["count"], line["code"]))
    themes = [(name, list(group)) for name, group in groupby(lines, key=lambda line: line["theme"])]
    known = sorted({read_indicators()[row["indicator"]].theme for row in answer.items})
    return render(request, "indicators.html", themes=themes, known=known, q=q, theme=theme, only=only, answer=answer)


@router.get("/indicators/{indicator}")
def indicator(request: Request, store: StoreDep, catalogue: CatalogueDep, lang: LangDep, indicator: str) -> Response:
    """The figures of one indicator, one table for each subject and measure."""
    answer = ask(store, catalogue["indicator_series"], {"indicator": indicator}, MOST)
    conflicts = ask(store, catalogue["conflicts"], {"indicator": indicator}, MOST).items
    about = read_indicators().get(indicator) or next(
        (known for known in read_indicators().values() if indicator in (known.label_zh, known.label_en)), None
    )
    targets = ask(store, catalogue["target_progress"], {}, MOST).items
    groups = series_of(answer.items)
    first = {row["first"] for row in conflicts}
    return render(
        request,
        "indicator.html",
        about=about,
        code=about.code if about else indicator,
        groups=groups,
        conflicts=[row for row in conflicts if row["class"] == "contradiction"],
        others=[row for row in conflicts if row["class"] != "contradiction"],
        targets=[row for row in targets if about and row["indicator"] == about.label_zh],
        charts=[chart for group in groups if (chart := chart_of(group, first, lang))],
        answer=answer,
    )


def labels_of(rows: Rows) -> frozenset[str]:
    """The indicators of an answer, by label."""
    return frozenset(row["indicator"] for row in rows)


def lines_of(figures: Rows, disputed: frozenset[str], aimed: frozenset[str]) -> list[dict[str, Any]]:
    """One line for each indicator: its newest figures of a day, and what is known of them."""
    found: dict[str, Rows] = defaultdict(list)
    for figure in figures:
        found[figure["indicator"]].append(figure)
    return [_line(code, rows, disputed, aimed) for code, rows in found.items()]


def _line(code: str, rows: Rows, disputed: frozenset[str], aimed: frozenset[str]) -> dict[str, Any]:
    actual = [row for row in rows if row["kind"] == "actual"] or rows
    newest = max(actual, key=lambda row: last_day(row["period"]))
    about = read_indicators()[code]
    return {
        "code": code,
        "theme": about.theme,
        "count": len(rows),
        "newest": newest,
        "disputed": about.label_zh in disputed,
        "aimed": about.label_zh in aimed,
    }


def wanted(line: Mapping[str, Any], q: str, theme: str, only: str) -> bool:
    """Whether a line passes the filter of the page."""
    about = read_indicators()[line["code"]]
    named = name_key(q) in name_key(about.label_zh + about.label_en + line["code"])
    return named and theme in ("", about.theme) and (only not in ("disputed", "aimed") or bool(line[only]))


def series_of(figures: Rows) -> list[dict[str, Any]]:
    """Figures by subject, measure and unit, each group in the order of time."""
    found: dict[tuple[str, str, str], Rows] = defaultdict(list)
    for figure in figures:
        found[figure["subject"]["id"], figure["basis"], figure["unit"]].append(figure)
    groups = [
        {
            "subject": rows[0]["subject"],
            "basis": rows[0]["basis"],
            "unit": rows[0]["unit"],
            "rows": sorted(rows, key=_when),
        }
        for rows in found.values()
    ]
    return sorted(groups, key=lambda group: -len(group["rows"]))


def _when(figure: Mapping[str, Any]) -> str:
    return last_day(figure["deadline"] or figure["period"])


def chart_of(group: Mapping[str, Any], first: set[str], lang: str) -> dict[str, Any] | None:
    """Points of a chart: the line takes one figure of each day, what contradicts it stands beside it."""
    points = [_point(row, lang) for row in group["rows"] if _when(row) and row["value"] is not None]
    if len({point["day"] for point in points if point["kind"] == "actual"}) < 2:
        return None
    return {
        "title": group["subject"]["name"],
        "unit": group["unit"],
        "basis": group["basis"],
        "line": _line_through([point for point in points if point["kind"] == "actual"], first),
        "points": points,
    }


def _line_through(points: Sequence[Mapping[str, Any]], first: set[str]) -> list[list[Any]]:
    chosen: dict[str, Mapping[str, Any]] = {}
    for point in points:
        if point["day"] not in chosen or point["row"] in first:
            chosen[point["day"]] = point
    return [[day, chosen[day]["value"]] for day in sorted(chosen)]


def _point(row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    claim = row["claims"][0]
    return {
        "day": _when(row),
        "value": row["value"],
        "text": amount(row, lang),
        "kind": "actual" if row["kind"] == "actual" else "target",
        "row": claim["row"],
        "source": claim["document"]["title"],
    }
