"""Lists of a bureau's own in the browser: template down, sheet up, what would change, then loading."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import FileResponse, RedirectResponse
from filelock import FileLock, Timeout

from api.contract import XLSX
from api.deps import EditorDep, SettingsDep, StoreDep
from api.pages.render import render
from api.uploads import Upload, Uploads
from graph.errors import BadInput, NotFound, TooMany
from graph.settings import Settings
from graph.store import Store

router = APIRouter()
PATIENCE = 60.0  # seconds one list waits for another
MOST_SHOWN = 200
MEDIA = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@router.get("/data")
def lists(request: Request) -> Response:
    """The templates for everybody, the way in for editors."""
    from ingest.templates import read_templates  # openpyxl is only for those who need it

    return render(request, "data.html", templates=list(read_templates().values()))


@router.get("/data/templates/{name}.{suffix}")
def template(settings: SettingsDep, name: str, suffix: str) -> Response:
    """An empty template; its drop-downs hold the names of the bundled city."""
    from ingest.templates import template_named

    form = template_named(name)
    if suffix not in MEDIA:
        raise NotFound(f"模板没有 {suffix} 格式；有 xlsx 和 csv。", f"no template as {suffix}; there are xlsx and csv.")
    content = _template(settings.text("city"), form.name, suffix)
    named = f"filename=\"{form.name}.{suffix}\"; filename*=UTF-8''{quote(form.label_zh)}.{suffix}"
    return Response(content, media_type=MEDIA[suffix], headers={"Content-Disposition": f"attachment; {named}"})


@router.post("/data")
def send(
    settings: SettingsDep, store: StoreDep, caller: EditorDep, file: Annotated[UploadFile | str, File()] = ""
) -> Response:
    """Keep the file and say what it would change; nothing is written to the graph."""
    if isinstance(file, str):
        raise BadInput("没有选文件；请选填好的名单。", "no file; choose the list that was filled in.")
    upload = uploads(settings).keep(file.filename or "", file.file, caller.key)
    with _one_at_a_time(settings):
        upload.note(_tried(store, upload, caller.name, dry=True))
    return RedirectResponse(f"/data/{upload.token}", 303)


@router.get("/data/{token}")
def report(request: Request, settings: SettingsDep, caller: EditorDep, token: str) -> Response:
    """What was found in a list that was sent."""
    found = uploads(settings).find(token, caller.key).report()
    page = render(request, "data_report.html", token=token, found=found, most=MOST_SHOWN)
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post("/data/{token}/load")
def load(
    settings: SettingsDep, store: StoreDep, caller: EditorDep, token: str, partly: Annotated[str, Form()] = ""
) -> Response:
    """Write it; a list with bad rows only where the editor wants the others all the same."""
    upload = uploads(settings).find(token, caller.key)
    with _one_at_a_time(settings):
        before = upload.report()
        if before["loaded"]:
            return RedirectResponse(f"/data/{token}", 303)
        if before["refused"] or (before["rejected"] and not partly):
            raise BadInput(
                "名单里还有退回的行，没有装载；请改正后重新上传，或选择只装载其余各行。",
                "the list still has rows that are refused and was not loaded; mend it, or choose to load the others.",
            )
        upload.note(_tried(store, upload, caller.name, dry=False))
    return RedirectResponse(f"/data/{token}", 303)


@router.get("/data/{token}/marked")
def marked(settings: SettingsDep, caller: EditorDep, token: str) -> Response:
    """The copy of the list in which bad cells are coloured and say what is wrong."""
    upload = uploads(settings).find(token, caller.key)
    name = upload.report()["marked"]
    if not name:
        raise NotFound("这份名单没有标注稿。", "there is no marked copy of this list.")
    return FileResponse(upload.path.with_name(name), media_type=XLSX, filename=name)


def uploads(settings: Settings) -> Uploads:
    """The sendings of this data directory."""
    return Uploads(settings.home / "uploads")


def _tried(store: Store, upload: Upload, by: str, dry: bool) -> dict[str, Any]:
    """The report of a list, checked or loaded; a file that is refused as a whole has a report too."""
    from ingest import build
    from ingest.rows import Reject

    try:
        found = build.load(store, upload.path, by, dry)
    except BadInput as error:
        rejects = [problem for problem in error.problems if isinstance(problem, Reject)]
        said = {"zh": error.zh, "en": error.en}
        return build.Report(upload.path.name, rejects=rejects).summary() | _state(upload, rejects, said, loaded=False)
    return found.summary() | _state(upload, found.rejects, None, loaded=not dry)


def _state(upload: Upload, rejects: Iterable[Any], refused: dict[str, str] | None, loaded: bool) -> dict[str, Any]:
    told = list(rejects)
    return {"refused": refused, "loaded": loaded, "marked": _marked(upload.path, told) if told else None}


def _marked(path: Path, rejects: list[Any]) -> str | None:
    from ingest.marking import mark

    try:
        return mark(path, rejects).name
    except BadInput:
        return None  # the report tells the same


@contextmanager
def _one_at_a_time(settings: Settings) -> Iterator[None]:
    """Lists are checked and written one after the other, whichever process serves them."""
    folder = settings.home / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(folder / "lock", timeout=PATIENCE):
            yield
    except Timeout as error:
        raise TooMany(
            "正在装载另一份名单；请稍后重试。", "another list is being loaded; try again in a while.", retry_after=30
        ) from error


@cache
def _template(city: str, name: str, suffix: str) -> bytes:
    """The template as bytes; it changes with the program only."""
    from api.commands.template import names_in
    from ingest.build import bundled
    from ingest.templates import template_named, write_template

    with TemporaryDirectory() as folder:
        path = Path(folder, f"template.{suffix}")
        write_template(template_named(name), path, names_in(bundled(city)))
        return path.read_bytes()
