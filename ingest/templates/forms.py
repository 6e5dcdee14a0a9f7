"""The nine templates: which columns each list has, in the words of the ontology."""

from ingest.templates.columns import (
    Column,
    Joined,
    Kind,
    attribute,
    choice,
    class_choice,
    code,
    end,
    indicator,
    name,
    other_names,
    thing,
)
from ingest.templates.model import FigureRow, LinkRow, Template, ThingRow
from ontology import read_ontology

# Made-up codes whose check characters are right by GB 32100-2015.
PLATFORM_CODE, ENTERPRISE_CODE = "12371099000000003W", "91350100M000100Y43"
DAY = "2024-12-31"
FOUNDERS = ("设立它的单位，共建的都写上。", "The bodies that founded it, all of them where they did so together.")


def platform() -> Template:
    """Platforms, with their hosts, places, fields and titles."""
    columns = (
        name("平台名称", "Platform", "InnovationPlatform", "某某新材料研究院"),
        class_choice("class", "平台类别", "Class", "InnovationPlatform", True, "创新平台"),
        other_names("short", "short", "新材料院"),
        *_names(PLATFORM_CODE),
        choice("status", "entityStatus", example="已存在"),
        thing("host", "依托单位", "Hosted by", Joined("hostedBy")),
        thing("founder", "设立单位", "Founded by", Joined("establishes", inverse=True), said=FOUNDERS),
        thing("place", "所在区市", "Place", Joined("locatedIn"), example="@AdministrativeDivision"),
        thing("field", "技术领域", "Fields", Joined("inField", role="stated"), example="@Field"),
        thing(
            "tier",
            "平台级别与类型",
            "Level and type",
            Joined("qualifiesAs"),
            classes=("PlatformTier",),
            example="@PlatformTier",
        ),
        thing("title", "认定与称号", "Recognitions", Joined("recognisedAs")),
        *_closing(),
    )
    zh = "本单位掌握的创新平台名单，一行一个平台；库中没有的平台会新建。"
    en = "Platforms, one a row; a platform that the graph lacks is entered."
    return Template("platform", "平台", "Platforms", zh, en, columns, ThingRow("InnovationPlatform", "class"))


def membership() -> Template:
    """Members of systems and alliances, with role and dates."""
    relation = read_ontology().relation("memberOf")
    optional = class_choice("class", "平台类别", "Class of a new platform", "InnovationPlatform", False, "创新平台")
    columns = (
        end("member", "成员名称", "Member", relation.domain, "memberOf", "某某新材料研究院"),
        optional,
        end("system", "所属体系或联盟", "Member of", relation.range, "memberOf", "@PlatformSystem"),
        choice("role", relation.role_list, "成员角色", "Role", example="“4”：骨干平台"),
        *_dates("2022-03"),
        *_standing(),
        *_closing(),
    )
    zh = "体系、联盟、共同体的成员，一行一个成员；库中没有的成员须填平台类别，随本表新建。"
    en = "Members of systems and alliances; a member that the graph lacks needs a class and is entered."
    says = LinkRow("member", "system", "memberOf", new="InnovationPlatform", class_key="class")
    return Template("membership", "成员", "Members", zh, en, columns, says, ("member", "成员名单"))


def service() -> Template:
    """Which platform serves which chain."""
    relation = read_ontology().relation("servesChain")
    columns = (
        end("platform", "平台名称", "Platform", relation.domain, "servesChain", "@InnovationPlatform"),
        end("chain", "产业链", "Industry chain", relation.range, "servesChain", "@IndustryChain"),
        *_dates(),
        *_standing(),
        *_closing(),
    )
    zh = "平台服务产业链的情况，一行一个平台和一条链；平台和链都须已在库中。"
    en = "Platforms and the chains they serve, one pair a row; both must be in the graph."
    says = LinkRow("platform", "chain", "servesChain")
    return Template("service", "服务产业链", "Service of chains", zh, en, columns, says, ("平台服务产业链",))


def enterprise() -> Template:
    """Enterprises, with code, industry, place and tier."""
    columns = (
        name("企业名称", "Enterprise", "Enterprise", "某某碳纤维有限公司"),
        other_names("short", "short", "某某碳纤维"),
        *_names(ENTERPRISE_CODE),
        code("industry", "GB/T 4754", "Industry (GB/T 4754)", "C3061"),
        choice("status", "entityStatus", example="已存在"),
        thing("place", "所在区市", "Place", Joined("locatedIn"), example="@AdministrativeDivision"),
        thing("segment", "所处产业链环节", "Chain segments", Joined("inSegment")),
        thing("led_chain", "担任链主的产业链", "Leads the chain", Joined("chainLeaderOf")),
        thing("incubator", "孵化平台", "Incubated by", Joined("incubatedBy")),
        thing(
            "tier",
            "企业类型",
            "Enterprise tier",
            Joined("qualifiesAs"),
            classes=("EnterpriseTier",),
            example="@EnterpriseTier",
        ),
        thing("title", "认定与称号", "Recognitions", Joined("recognisedAs")),
        *_closing(),
    )
    zh = "企业名单，一行一家企业；库中没有的企业会新建。"
    en = "Enterprises, one a row; an enterprise that the graph lacks is entered."
    return Template("enterprise", "企业", "Enterprises", zh, en, columns, ThingRow("Enterprise"))


def demand() -> Template:
    """Technology demands of enterprises."""
    columns = (
        name("需求名称", "Demand", "TechDemand", "高强度碳纤维预浸料低温固化技术"),
        thing("enterprise", "提出企业", "Posted by", Joined("posts", inverse=True), True, example="@Enterprise"),
        thing("concerns", "涉及的产业链、环节或技术", "Concerns", Joined("concerns"), example="@IndustryChain"),
        thing("listed", "发布平台", "Listed on", Joined("listedOn")),
        thing("solver", "解决方", "Solved by", Joined("solves", inverse=True)),
        thing("project", "立项项目", "Resulting project", Joined("resultsIn")),
        choice("status", "entityStatus"),
        *_closing(),
    )
    zh = "企业技术需求清单，一行一项需求；需求会新建，企业须已在库中。"
    en = "Technology demands, one a row; the enterprises must be in the graph."
    return Template("demand", "需求", "Demands", zh, en, columns, ThingRow("TechDemand"), ("技术需求",))


def result() -> Template:
    """Research results on offer."""
    columns = (
        name("成果名称", "Result", "TechResult", "大丝束碳纤维连续化生产工艺"),
        thing("owner", "提供单位", "Offered by", Joined("offers", inverse=True), True, example="@University"),
        thing("concerns", "涉及的产业链、环节或技术", "Concerns", Joined("concerns"), example="@IndustryChain"),
        thing("demand", "匹配需求", "Matches the demand", Joined("matches", role_key="stage")),
        choice("stage", "matching", "匹配阶段", "Stage"),
        thing("buyer", "转化单位", "Transferred to", Joined("transferredTo", role_key="transfer")),
        choice("transfer", "transfer", "转化方式", "Way of transfer"),
        thing("award", "获奖", "Awards", Joined("awarded", role_key="prize")),
        choice("prize", "award", "获奖等次", "Class of award"),
        choice("status", "entityStatus"),
        *_closing(),
    )
    zh = "科技成果清单，一行一项成果；成果会新建，单位须已在库中。"
    en = "Research results, one a row; their owners must be in the graph."
    return Template("result", "成果", "Results", zh, en, columns, ThingRow("TechResult"), ("科技成果",))


def project() -> Template:
    """Projects with those who undertake them."""
    lead = Joined("undertakes", inverse=True, role="lead", dated=True)
    partner = Joined("undertakes", inverse=True, role="partner", dated=True)
    columns = (
        name("项目名称", "Project", "Project", "碳纤维复合材料中试线建设"),
        thing("lead", "承担单位", "Undertaken by", lead, True, example="@University"),
        thing("partner", "参与单位", "Partners", partner),
        thing("programme", "所属计划", "Programme", Joined("partOfProgramme"), example="@Programme"),
        thing("solves", "解决的需求", "Solves the demand", Joined("solves")),
        thing("place", "所在区市", "Place", Joined("locatedIn")),
        thing("responsible", "责任单位", "Responsible", Joined("responsibleFor", inverse=True)),
        choice("status", "entityStatus", example="在建"),
        *_dates("2024-01"),
        *_closing(),
    )
    zh = "项目清单，一行一个项目；项目会新建，单位和计划须已在库中。"
    en = "Projects, one a row; bodies and programmes must be in the graph."
    return Template("project", "项目", "Projects", zh, en, columns, ThingRow("Project"))


def role() -> Template:
    """Public posts of people, and experts sent to firms."""
    ontology = read_ontology()
    posts, secondments = ontology.relation("worksAt"), ontology.relation("secondedTo")
    by_role = {code: r.name for r in (posts, secondments) for code in r.roles}
    places = tuple(dict.fromkeys(posts.range + secondments.range))
    columns = (
        end("person", "姓名", "Person", ("Person",), "worksAt", "某某某"),
        end("body", "单位", "Organisation", places, "worksAt", "@Enterprise"),
        _posts(by_role),
        *_dates("2024-05"),
        *_standing(),
        *_closing(),
    )
    zh = (
        "公开任职与派驻（科技副总、科技特派员等），一行一人一职。库中没有的人会新建；"
        "同名即同一人，另有其人时在姓名后加括注，如“张三（某某研究院）”。"
    )
    en = "Public posts and secondments, one a row. A name means one person: add a bracket to tell two apart."
    says = LinkRow("person", "body", by_role=by_role, new="Person")
    return Template("role", "任职", "Posts", zh, en, columns, says)


def figure() -> Template:
    """Figures of any thing."""
    columns = (
        _subject(),
        indicator("国家高新技术企业数"),
        attribute("value", "value", Kind.NUMBER, required=True, example="1200"),
        attribute("value_max", "valueMax", Kind.NUMBER),
        attribute("unit", "unit", Kind.TEXT, required=True, example="家"),
        choice("bound", "bound", "界限", "Bound", example="超过"),
        choice("basis", "figureBasis", "口径", "Basis", example="存量"),
        choice("kind", "claimKind", "性质", "Kind", example="实际"),
        attribute("period", "period", Kind.PERIOD, required=True, example="2024"),
        attribute("deadline", "deadline", Kind.DATE),
        attribute("note", "note", Kind.TEXT),
    )
    zh = "统计数据，一行一个数；数值只写数字，单位、界限（约、超过、以上）各有一列。"
    en = "Figures, one a row; the value is digits only, unit and bound have columns of their own."
    return Template("figure", "数据", "Figures", zh, en, columns, FigureRow(), ("指标数据",))


FORMS = (platform, membership, service, enterprise, demand, result, project, role, figure)


def _names(example: str) -> tuple[Column, ...]:
    return (
        other_names("former", "former"),
        other_names("english", "english"),
        code("uscc", "USCC", "Unified social credit code", example),
    )


def _dates(start: str = "") -> tuple[Column, ...]:
    return (
        attribute("valid_from", "validFrom", Kind.DATE, "开始日期", "From", example=start),
        attribute("valid_to", "validTo", Kind.DATE, "结束日期", "To"),
    )


def _standing() -> tuple[Column, ...]:
    return (
        choice("basis", "claimBasis", "依据", "Basis", example="原文载明"),
        choice("kind", "claimKind", "性质", "Kind", only=("actual", "plan"), example="实际"),
    )


def _closing() -> tuple[Column, ...]:
    return (
        attribute(
            "as_of",
            "asOf",
            Kind.DATE,
            "截至日期",
            "As of",
            more=("空为来源日期。", "Empty: the date of the source."),
            example=DAY,
        ),
        attribute("note", "note", Kind.TEXT),
    )


def _subject() -> Column:
    known = read_ontology().properties["subject"]
    return Column(
        "subject", "统计对象", "Subject", Kind.THING, known.definition_zh, known.definition_en, True,
        classes=("Entity",), example="@AdministrativeDivision",
    )  # fmt: skip


def _posts(by_role: dict[str, str]) -> Column:
    ontology = read_ontology()
    terms = [ontology.term(ontology.relation(relation).role_list, code) for code, relation in by_role.items()]
    options = {term.label_zh: term.code for term in terms}
    zh, en = "职务，或派驻的方式。", "The post, or the way of secondment."
    return Column("role", "职务", "Post", Kind.CHOICE, zh, en, True, options=options, example="科技副总")
