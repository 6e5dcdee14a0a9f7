"""What the columns and parameters of questions are called on a page; the files themselves hold names for programs."""

from collections.abc import Mapping

from ontology import read_ontology

HEADINGS: Mapping[str, tuple[str, str]] = {
    "a": ("甲方", "First"),
    "action": ("变更", "Action"),
    "address": ("网址", "Address"),
    "as_of": ("截至日期", "As of"),
    "as_reported": ("日期取自报告", "Dated by the report"),
    "at": ("时间", "At"),
    "b": ("乙方", "Second"),
    "based_on": ("依据文件", "Based on"),
    "basis": ("依据", "Basis"),
    "body": ("机构", "Body"),
    "by": ("录入", "By"),
    "chain": ("产业链", "Chain"),
    "claim": ("说法", "Statement"),
    "claims": ("来源", "Sources"),
    "claims_count": ("说法数", "Statements"),
    "class": ("类别", "Class"),
    "closed": ("关闭", "Closed"),
    "cluster": ("集群", "Cluster"),
    "cluster_count": ("同集群", "By cluster"),
    "count": ("数量", "Count"),
    "date": ("日期", "Date"),
    "deadline": ("期限", "Deadline"),
    "direction": ("方向", "Direction"),
    "direction_b": ("方向（乙）", "Direction (second)"),
    "district": ("区市", "District"),
    "document": ("资料", "Document"),
    "end": ("止列", "End"),
    "enterprise": ("企业", "Enterprise"),
    "entity": ("对象", "Thing"),
    "event": ("活动", "Event"),
    "field": ("领域推断", "By field"),
    "figures_count": ("数值数", "Figures"),
    "firm": ("企业推断", "By firm"),
    "firms": ("企业", "Firms"),
    "founder": ("设立者", "Founder"),
    "gaps": ("短板环节", "Gaps"),
    "group": ("体系或联盟", "Group"),
    "hops": ("最多几步", "Steps at most"),
    "id": ("编号", "Id"),
    "identifiers": ("代码", "Identifiers"),
    "indicator": ("指标", "Indicator"),
    "institution": ("延伸机构", "Institution"),
    "issuer": ("发布单位", "Issuer"),
    "kind": ("种类", "Kind"),
    "line": ("行", "Line"),
    "match": ("匹配方式", "Match"),
    "matched": ("匹配的名称", "Matched"),
    "measures": ("举措数", "Measures"),
    "member": ("成员", "Member"),
    "name": ("名称", "Name"),
    "named": ("有名称的", "Named"),
    "names": ("名称", "Names"),
    "neighbour": ("相连对象", "Neighbour"),
    "note": ("备注", "Note"),
    "number": ("文号", "Number"),
    "object": ("对象", "Object"),
    "of": ("单位", "Body"),
    "other": ("相关对象", "Other"),
    "others": ("相关对象", "Others"),
    "part": ("部分", "Part"),
    "path": ("路径", "Path"),
    "period": ("时期", "Period"),
    "platform": ("平台", "Platform"),
    "platforms": ("平台", "Platforms"),
    "policy": ("政策", "Policy"),
    "programme": ("计划", "Programme"),
    "q": ("名称", "Name"),
    "recorded": ("录入日期", "Recorded"),
    "relation": ("关系", "Relation"),
    "relation_b": ("关系（乙）", "Relation (second)"),
    "relations_count": ("关系数", "Relations"),
    "reliability": ("可靠程度", "Reliability"),
    "revision": ("修订", "Revision"),
    "role": ("角色", "Role"),
    "scheme": ("代码体系", "Scheme"),
    "score": ("得分", "Score"),
    "segment": ("环节", "Segment"),
    "segments": ("环节", "Segments"),
    "series": ("系列", "Series"),
    "since": ("起", "Since"),
    "standing": ("采信", "Standing"),
    "start": ("起列", "Start"),
    "stated": ("原文载明", "Stated"),
    "statements": ("说法", "Statements"),
    "status": ("状态", "Status"),
    "step": ("步", "Step"),
    "subject": ("主体", "Subject"),
    "targets": ("面向", "Targets"),
    "title": ("标题", "Title"),
    "type": ("种类", "Type"),
    "unit": ("单位", "Unit"),
    "university": ("高校", "University"),
    "unnamed": ("未载明", "Not named"),
    "until": ("止", "Until"),
    "valid": ("有效", "Valid"),
    "value": ("数值", "Value"),
    "value_max": ("上限", "Upper value"),
    "via": ("经由", "Via"),
    "what": ("内容", "What"),
    "bound": ("界限", "Bound"),
}
# Words that answers use for their own sorting of rows; coded values of the ontology have their labels there.
WORDS: Mapping[str, tuple[str, str]] = {
    "out": ("由它", "out"),
    "in": ("指向它", "in"),
    "relation": ("关系", "relation"),
    "figure": ("数值", "figure"),
    "plan": ("计划", "plan"),
    "target": ("目标", "target"),
    "unnamed": ("未载明", "not named"),
    "name": ("名称", "name"),
    "identifier": ("代码", "identifier"),
    "gap": ("只有数量", "count only"),
}
# Columns whose values are codes, and the lists that explain them, in the order in which they are tried.
CODED: Mapping[str, tuple[str, ...]] = {
    "action": ("changeAction",),
    "basis": ("claimBasis", "chainBasis", "figureBasis"),
    "bound": ("bound",),
    "kind": ("claimKind", "documentKind", "nameKind"),
    "reliability": ("reliability",),
    "role": ("position", "figureBasis", "member"),
    "scheme": ("identifierScheme",),
    "standing": ("standing",),
    "status": ("entityStatus", "claimStatus"),
}


def heading(name: str, lang: str) -> str:
    """The heading of a column or the label of a parameter; an unknown one keeps its name."""
    return HEADINGS.get(name, (name, name))[lang == "en"]


def value_label(value: str, column: str, lang: str, relation: str = "") -> str:
    """A coded value in words, a role by the list of its relation; any other text as it is."""
    own = (read_ontology().relation(relation).role_list,) if relation and column == "role" else ()
    lists = read_ontology().code_lists
    for name in (*own, *CODED.get(column, ())):
        if name in lists and value in lists[name].terms:
            term = lists[name].terms[value]
            return term.label_en if lang == "en" else term.label_zh
    known = WORDS.get(value) if column in ("direction", "direction_b", "part", "type") else None
    return known[lang == "en"] if known else value
