"""Lists of a bureau's own: the templates it fills in, made from the ontology.

`columns` says what a column is, `forms` which columns each list has, `workbook` and `plain` write them as XLSX and
CSV; `ingest.readers.sheets` reads them back.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from graph.errors import BadInput, NotFound
from graph.names import name_key
from ingest.templates.columns import Column, Joined, Kind
from ingest.templates.forms import FORMS
from ingest.templates.model import FigureRow, LinkRow, Names, Template, ThingRow

__all__ = [
    "Column",
    "FigureRow",
    "Joined",
    "Kind",
    "LinkRow",
    "Names",
    "Template",
    "ThingRow",
    "read_templates",
    "template_named",
    "write_template",
]


@cache
def read_templates() -> Mapping[str, Template]:
    """The templates by name; OntologyError where one uses a name that the ontology lacks."""
    return MappingProxyType({template.name: template for template in (form() for form in FORMS)})


def template_named(text: str) -> Template:
    """The template of that Chinese or English name; NotFound lists those there are."""
    for template in read_templates().values():
        if name_key(text) in {
            name_key(n) for n in (template.name, template.label_zh, template.label_en, *template.aliases)
        }:
            return template
    listed = "、".join(f"{t.label_zh}（{t.name}）" for t in read_templates().values())
    raise NotFound(
        f"没有模板“{text}”；可用的有：{listed}。",
        f"there is no template “{text}”; there are: {', '.join(read_templates())}.",
    )


def write_template(template: Template, path: Path, names: Names) -> None:
    """Write the template as XLSX or CSV by the suffix of `path`, where no file is yet; BadInput otherwise.

    `names` gives the names of the things of a class, for drop-downs and examples.
    """
    from ingest.templates.plain import write_csv
    from ingest.templates.workbook import write_workbook  # openpyxl is only for those who need it

    writers = {".xlsx": write_workbook, ".csv": write_csv}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise BadInput(
            f"{path.name} 应以 .xlsx 或 .csv 结尾；请改名。", f"{path.name} must end in .xlsx or .csv; rename it."
        )
    if path.exists():
        raise BadInput(
            f"{path} 已存在，不覆盖；请换个文件名。",
            f"{path} is there already and is not overwritten; give another name.",
        )
    try:
        writer(template, path, names)
    except OSError as error:
        raise BadInput(
            f"不能写入 {path}（{error.strerror}）；请换个文件夹。",
            f"{path} cannot be written ({error.strerror}); choose another folder.",
        ) from error
