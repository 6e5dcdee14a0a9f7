"""Lists of a bureau's own in the browser: template down, sheet up, what would change, then loading."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import FileResponse, RedirectResponse

from api.contract import XLSX
from api.deps import EditorDep, SettingsDep, StoreDep
from api.pages.render import render
from api.uploads import Upload, Uploads
from graph.errors import BadInput, NotFound
from graph.settings import Settings
from graph.store import Store
from ingest.rows import Reject

router = APIRouter()
MOST_SHOWN = 200
NOTHING: dict[str, Any] = {"rows": 0, "rejected": 0, "added": {}, "changed": {}, "closed": {}, "same": {}}
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
    before = upload.report()
    if before["loaded"]:
        return RedirectResponse(f"/data/{token}", 303)
    if before["refused"] or (before["rejected"] and not partly):
        raise BadInput(
            "名单里还有退回的行，没有装载；请改正后重新上传，或选择只装载其余各行。",
            "the list still has rows that are refused and was not loaded; mend it, or choose to load the others.",
        )
    upload.note(_tried(store, upload, caller.name, dry=False, partly=bool(partly)))
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


def _tried(store: Store, upload: Upload, by: str, dry: bool, partly: bool = True) -> dict[str, Any]:
    """The report of a list, checked or written as one transaction; a file refused as a whole has a report too."""
    from ingest.submission import Submission, Terms, submit

    sent = Submission(upload.path.name, upload.path.read_bytes())
    try:
        outcome = submit(store, sent, Terms(by, dry, atomic=not partly))
    except BadInput as error:
        rejects = [problem for problem in error.problems if isinstance(problem, Reject)]
        return NOTHING | _state(upload, rejects, {"zh": error.zh, "en": error.en}, loaded=False)
    loaded = not dry and (partly or not outcome.rejects)
    return dict(outcome.answer) | _state(upload, outcome.rejects, None, loaded)


def _state(upload: Upload, rejects: Sequence[Reject], refused: dict[str, str] | None, loaded: bool) -> dict[str, Any]:
    faults = [
        {"place": problem.column or str(reject.line), "value": problem.value, "zh": problem.zh, "en": problem.en}
        for reject in rejects
        for problem in reject.problems
    ]
    marked = _marked(upload.path, rejects) if rejects else None
    return {"refused": refused, "loaded": loaded, "marked": marked, "faults": faults}


def _marked(path: Path, rejects: Sequence[Reject]) -> str | None:
    from ingest.marking import mark

    try:
        return mark(path, rejects).name
    except BadInput:
        return None  # the report tells the same


@cache
def _template(city: str, name: str, suffix: str) -> bytes:
    """The template as bytes; it changes with the program only."""
    from api.commands.lists import names_in
    from ingest.build import bundled
    from ingest.templates import template_named, write_template

    with TemporaryDirectory() as folder:
        path = Path(folder, f"template.{suffix}")
        write_template(template_named(name), path, names_in(bundled(city)))
        return path.read_bytes()
