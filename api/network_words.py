"""What the network view says, in Chinese and in English; the page and its script share one table."""

from collections.abc import Mapping
from functools import cache

WORDS = {
    "network": ("关系网络", "Network"),
    "search": ("检索（名称、拼音或首字母）", "Find (name, pinyin or initials)"),
    "none_found": ("没有符合的对象", "Nothing found"),
    "legend": ("类型（点选显示或隐藏）", "Types (tick to show)"),
    "all_types": ("全部显示", "Show all"),
    "relations": ("关系", "Relations"),
    "only_stated": ("只看明载（实线）", "Stated only (solid)"),
    "only_sourced": ("只看有来源", "With a source only"),
    "show_labels": ("显示关系名称", "Show names of relations"),
    "layout": ("布局", "Layout"),
    "layout_network": ("网络", "Network"),
    "layout_layers": ("分层：单位 → 平台 → 环节 → 链 → 集群 → 区市", "Layers: bodies → platforms → … → districts"),
    "fit": ("全图", "Fit"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "png": ("导出 PNG", "Save PNG"),
    "svg": ("导出 SVG", "Save SVG"),
    "print": ("打印", "Print"),
    "full_screen": ("全屏", "Full screen"),
    "theme": ("深色/浅色", "Dark/light"),
    "canvas": ("关系网络图，等价的表格在图下方", "Network; the same as a table below"),
    "key_help": (
        "键盘：方向键走动，Enter 详情，Space 展开，Esc 取消，+ − 缩放，0 全图。",
        "Keys: arrows walk, Enter details, Space expands, Esc clears, + − zoom, 0 fits.",
    ),
    "hint": (
        "点选看关系和来源，双击展开相邻对象。",
        "Click for relations and sources, double-click for neighbours.",
    ),
    "shown": ("显示 {nodes} 个对象 · {edges} 条关系", "{nodes} things · {edges} relations shown"),
    "hidden": ("还有 {count} 项未显示", "{count} more not shown"),
    "selected": ("已选：{name}，{count} 条关系", "Selected: {name}, {count} relations"),
    "close": ("关闭", "Close"),
    "details": ("详情", "Details"),
    "expand": ("展开相邻对象", "Bring in neighbours"),
    "expanded": ("新增 {count} 个对象", "{count} things added"),
    "not_expanded": ("没有更多可展开的对象", "Nothing more to bring in"),
    "open": ("打开档案页", "Open its page"),
    "unnamed": ("未载明（{count}）", "not named ({count})"),
    "unnamed_class": ("未载明", "Not named"),
    "sources": ("来源", "Sources"),
    "no_source": ("无来源", "no source"),
    "no_date": ("日期未载明", "date not stated"),
    "stated": ("明载", "stated"),
    "inferred": ("推断", "inferred"),
    "solid": ("实线：资料明载", "Solid: a source states it"),
    "dashed": ("虚线：推断", "Dashed: inferred"),
    "table": ("与图等价的表格", "The same as a table"),
    "things": ("对象", "Things"),
    "name": ("名称", "Name"),
    "class": ("类型", "Type"),
    "degree": ("关系数", "Relations"),
    "from": ("起点", "From"),
    "relation": ("关系", "Relation"),
    "to": ("终点", "To"),
    "basis": ("依据", "Basis"),
    "also_named": ("又名", "Also named"),
    "too_many": (
        "关系超过 {count} 条，表格只列对象；全部关系见查询页及其 CSV、XLSX。",
        "More than {count} relations: this table lists things only; see the question's page, CSV or XLSX.",
    ),
    "no_script": (
        "浏览器未启用脚本：下图为静态图，其余见表格。",
        "Scripts are off: here is a still picture; the table has the rest.",
    ),
    "no_webgl": (
        "这台电脑的浏览器画不了全图（没有 WebGL）；请看下面的表格，或按查询看关系网络。",
        "This browser cannot draw the whole graph (no WebGL); see the table below, or the network of a question.",
    ),
    "empty": ("这个问题没有可画的结果。", "This question has no result to draw."),
    "as_of": ("截至", "As of"),
    "revision": ("图谱修订", "Revision"),
    "question": ("查看表格与导出", "Table and exports"),
    "full_view": ("在整页中打开", "Open on its own page"),
}


@cache
def words_of(lang: str) -> Mapping[str, str]:
    """Every word in one language, zh or en."""
    return {key: pair[lang == "en"] for key, pair in WORDS.items()}
