"""A file somebody sent is opened only once it is known to be what it says and of a size that can be read."""

import re
import zipfile
from pathlib import Path
from zlib import error as ZlibError

from graph.errors import BadInput

LARGEST_FILE = 32 * 2**20
LARGEST_CONTENT = 160 * 2**20  # all parts of a workbook, unpacked
MOST_PARTS = 500
LAST_ROW = 1_048_576
CHUNK = 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, OSError)
_UTF8_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!\w]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """ "xlsx" or "csv"; BadInput for a file that is neither, too large, encrypted, broken or dangerous."""
    suffix = path.suffix.lower()
    if suffix in {".xls", ".et", ".xlsm", ".xlsb", ".ods"} or suffix not in {".xlsx", ".csv"}:
        raise refused(
            path,
            f"不能读 {suffix or '无后缀的'} 文件；请另存为 .xlsx 或 .csv",
            f"is a {suffix or 'nameless'} file; save it as .xlsx or .csv",
        )
    if not path.is_file():
        raise refused(path, "不存在或不是文件", "is missing or no file")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise refused(
            path,
            f"有 {size >> 20} MB，最多 {LARGEST_FILE >> 20} MB；请分成几份",
            f"has {size >> 20} MB, at most {LARGEST_FILE >> 20} are read; split it",
        )
    with path.open("rb") as stream:
        head = stream.read(8)
    if suffix == ".csv":
        if head.startswith((b"PK\x03\x04", OLE)):
            raise refused(
                path, "是 Excel 工作簿，后缀却是 .csv；请改回 .xlsx", "is a workbook named .csv; name it .xlsx"
            )
        return "csv"
    _check_workbook(path, head)
    return "xlsx"


def refused(path: Path, zh: str, en: str) -> BadInput:
    """The file as a whole cannot be read."""
    return BadInput(f"{path.name} {zh}。", f"{path.name} {en}.")


def broken(path: Path) -> BadInput:
    """The file is damaged."""
    return refused(
        path,
        "已损坏，打不开；请在 Excel 中打开并另存后重试",
        "is damaged; open it in a spreadsheet program and save it again",
    )


def _check_workbook(path: Path, head: bytes) -> None:
    if head == OLE:
        if ENCRYPTED in path.read_bytes():
            raise refused(path, "加了密码；请取消密码后另存", "is protected by a password; remove it and save again")
        raise refused(
            path, "是旧版 .xls，后缀却是 .xlsx；请另存为 .xlsx", "is an old .xls named .xlsx; save it as .xlsx"
        )
    if not head.startswith(b"PK\x03\x04"):
        raise refused(
            path, "不是 Excel 工作簿；若是文本表格请用 .csv 后缀", "is no workbook; name it .csv if it is text"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive)
    except BROKEN as error:
        raise broken(path) from error


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refused(path, "加了密码；请取消密码后另存", "is protected by a password; remove it and save again")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise refused(path, "不是 Excel 工作簿；请另存为 .xlsx", "is no workbook; save it as .xlsx")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise refused(
            path,
            f"解压后超过 {LARGEST_CONTENT >> 20} MB；请删去空行空列和图片，或分成几份",
            f"unpacks to more than {LARGEST_CONTENT >> 20} MB; remove empty rows and pictures or split it",
        )
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refused(path, "含有宏；请另存为不带宏的 .xlsx", "holds macros; save it as .xlsx without them")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise refused(
            path,
            "链接到别的工作簿；请在“数据—编辑链接”中断开后另存",
            "links to other workbooks; break the links and save it again",
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(4096)
                if head and not _UTF8_XML.match(head):
                    raise broken(path)
                if _DOCTYPE.search(head):
                    raise refused(
                        path,
                        "含有实体定义，不予打开；请在 Excel 中另存后重试",
                        "declares XML entities and is not opened; save it again in a spreadsheet program",
                    )
