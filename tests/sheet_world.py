"""A small made-up city to look names up in, and lists filled in by hand as staff would."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from graph.names import name_key
from ingest.directory import Directory, Thing
from ingest.templates import read_templates, write_template
from ontology import read_ontology

SOURCE = {"来源标题": "海城市创新平台名单", "来源单位": "海城市科学技术局", "来源日期": "2024年12月31日"}
# The code is made up: its weighted sum is 567 = 18 * 31 + 9, so the check character is number 31 - 9 = 22, an N.
THINGS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "H1": ("海城市", "AdministrativeDivision", ("371099",)),
    "H2": ("东海区", "AdministrativeDivision", ()),
    "H3": ("“1+4+N”创新平台体系", "PlatformSystem", ("1+4+N",)),
    "H4": ("海城大学", "University", ("海大",)),
    "H5": ("海城光电研究院", "InnovationPlatform", ("光电院",)),
    "H6": ("光电产业链", "IndustryChain", ("光电",)),
    "H7": ("光电产业集群", "IndustryCluster", ("光电",)),
    "H8": ("海城光电有限公司", "Enterprise", ("12371099000000001N",)),
    "H9": ("光电子", "Field", ()),
    "H10": ("省级新型研发机构", "PlatformTier", ()),
    "H11": ("海城船舶研究所", "ResearchInstitute", ()),
    "H12": ("中心实验室", "KeyLaboratory", ()),
    "H13": ("海城医学重点实验室", "KeyLaboratory", ("中心实验室",)),
}


def names_of(cls: str) -> list[str]:
    """The names of the things of a class, for drop-downs."""
    return [name for name, known, _ in THINGS.values() if read_ontology().is_a(known, cls)]


def directory(more: Iterable[Thing] = ()) -> Directory:
    """The directory of the city, with some things more."""
    bearers: dict[str, list[Thing]] = {}
    for id_, (name, cls, others) in THINGS.items():
        thing = {"id": id_, "name": name, "class": cls, "status": "existing", "first_source": "D1"}
        for text in (name, id_, *others):
            bearers.setdefault(name_key(text), []).append(thing)
    for thing in more:
        for text in (thing["name"], thing["id"]):
            bearers.setdefault(name_key(text), []).append(thing)

    def find(text: str, cls: str) -> list[Thing]:
        return [t for t in bearers.get(name_key(text), []) if read_ontology().is_a(t["class"], cls)]

    def near(text: str, cls: str) -> list[Thing]:
        things = {t["id"]: t for found in bearers.values() for t in found}
        return [t for t in things.values() if text in t["name"] and read_ontology().is_a(t["class"], cls)]

    return Directory(find, near)


@cache
def blank(template: str) -> bytes:
    """A template as written."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "blank.xlsx")
        write_template(read_templates()[template], path, names_of)
        return path.read_bytes()


def filled(path: Path, template: str, rows: Sequence[Mapping[str, object]], source: Mapping[str, str] = SOURCE) -> Path:
    """A template with rows (values by column key) written below the example, from row 5 on, and its source."""
    form = read_templates()[template]
    path.write_bytes(blank(template))
    book = openpyxl.load_workbook(path)
    sheet = book[form.label_zh]
    for number, row in enumerate(rows, 5):
        for key, value in row.items():
            sheet.cell(number, 2 + [column.key for column in form.columns].index(key)).value = value
    stated = book["来源"]
    for line in stated.iter_rows(min_row=2):
        line[1].value = source.get(line[0].value.rstrip("*"))
    book.save(path)
    return path


def filled_csv(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> Path:
    """A CSV list: the source above the headings, rows below."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([*SOURCE.items(), headings, *rows])
    return path


def cell(path: Path, sheet: str, place: str, value: object, **style: str) -> Path:
    """Change one cell of a workbook."""
    book = openpyxl.load_workbook(path)
    book[sheet][place].value = value
    for name, setting in style.items():
        setattr(book[sheet][place], name, setting)
    book.save(path)
    return path
