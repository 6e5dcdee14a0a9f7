"""The passage itself: texts found by content or title, kept beside the graph, shown with the span marked, escaped."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import cli
from api.passages import marked, passage
from graph.changes import ChangeSet
from graph.errors import BadInput, NotFound
from graph.model import Document, Entity, Naming, Span
from ingest.texts import Text, keep, kept_in, text_of

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
LINE = "第一句。\t乙院由丙大学设立，<b>在丁区</b>。第三句。"
PAPER = f"\n海城市工作要点\n\n{LINE}\n"
# 乙院 is the sixth and seventh character of line 4: 第一句。 are four, the tab is the fifth.
CLAIM = {"id": "c1", "line": 4, "start": 6, "end": 7}
TITLE, OTHER = "海城市工作要点", "海城市统计公报"


@pytest.fixture
def papers(blank):
    """Two documents; the hash of the first is that of PAPER."""
    changes = ChangeSet(blank, "a", by="tests")
    known = sha256(PAPER.encode()).hexdigest()
    changes.put(
        [
            Document("D1", TITLE, sha256=known),
            Document("D2", OTHER),
            Entity("P1", "乙院", "InnovationPlatform"),
            Naming("N1", "P1", Span("D1", 4, 6, 7), name="乙院", kind="official"),
        ]
    )
    changes.finish("load a", loaded="weihai")
    return blank


def file(folder, name, content, encoding="utf-8"):
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def text(*lines):
    return Text("D1", True, "a.txt", "王科员", "", lines)


def test_a_span_counts_characters_from_one_with_both_ends_and_the_tab():
    assert text("", "", "", LINE).span(4, 6, 7) == "乙院"
    assert text(LINE).span(9, 1, 1) == ""


def test_a_passage_is_the_sentence_with_the_span_marked():
    pieces = passage(text("", "", "", LINE), CLAIM)
    assert [(piece.text, piece.mark) for piece in pieces] == [
        ("", ""),
        ("乙院", "this"),
        ("由丙大学设立，<b>在丁区</b>。", ""),
    ]
    assert passage(text(LINE), CLAIM) == ()


def test_spans_that_overlap_become_one_mark_and_the_chosen_one_stands_out():
    claims = [{"id": "c1", "line": 1, "start": 1, "end": 3}, {"id": "c2", "line": 1, "start": 3, "end": 4}]
    (line,) = marked(text("甲乙丙丁戊"), claims, 1, 9, chosen="c2")
    assert [(piece.text, piece.mark) for piece in line.pieces] == [("甲乙", "some"), ("丙丁", "this"), ("戊", "")]


def test_a_text_is_known_by_its_content_whatever_its_name(papers, tmp_path):
    kept = keep(papers, tmp_path, file(tmp_path, "下载(1).txt", PAPER), "王科员")
    assert (kept.document, kept.exact) == ("D1", True)
    assert text_of(tmp_path, "D1") == kept
    assert kept_in(tmp_path) == {"D1"}


def test_a_text_is_known_by_its_title_and_then_said_to_be_another_version(papers, tmp_path):
    by_name = keep(papers, tmp_path, file(tmp_path, f"{OTHER}.md", "无题"), "王科员")
    by_line = keep(papers, tmp_path, file(tmp_path, "a.txt", PAPER + "。", "gb18030"), "王科员")
    assert (by_name.document, by_name.exact) == ("D2", False)
    assert (by_line.document, by_line.exact, by_line.lines[1]) == ("D1", False, TITLE)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.pdf", "%PDF", BadInput),
        ("a.txt", "", BadInput),
        ("a.txt", "\x00\x01", BadInput),
        ("a.txt", "无关", NotFound),
    ],
)
def test_what_is_no_text_of_a_known_paper_is_refused_and_not_kept(papers, tmp_path, name, content, error):
    with pytest.raises(error):
        keep(papers, tmp_path, file(tmp_path, name, content), "王科员")
    assert kept_in(tmp_path) == set()


def test_no_document_name_leads_out_of_the_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "documents").mkdir()
    assert text_of(tmp_path, "../secret") is None


def test_the_page_tells_how_to_load_a_text_and_then_shows_it_escaped(papers, settings, tmp_path):
    client = TestClient(create_app(settings.but(home=str(tmp_path)), papers), headers={"Accept": "text/html"})
    assert "innograph load" in client.get("/documents/D1").text
    assert client.get("/documents/D1/text").status_code == 404
    keep(papers, tmp_path, file(tmp_path, "a.txt", PAPER), "王科员")
    page = client.get("/documents/D1").text
    assert '<mark class="this">乙院</mark>由丙大学设立，&lt;b&gt;在丁区&lt;/b&gt;。' in page
    (link,) = re.findall(r'href="(/documents/D1/text\?claim=\w+)#L4"', page)
    whole = client.get(link).text
    assert '<li id="L4">' in whole and '<mark class="this">乙院</mark>' in whole and "<b>" not in whole
    assert client.get("/documents/D9").status_code == 404


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the papers beside the repository are absent")
def test_the_papers_themselves_show_each_statement_in_its_sentence(store, settings, tmp_path):
    home = settings.but(home=str(tmp_path))
    for number, path in enumerate(sorted(SEEDS.glob("*.txt"))):
        kept = keep(store, tmp_path, path, "tests")
        assert (kept.document, kept.exact) == (f"D00{number}", True)
    with TestClient(create_app(home, store), headers={"Accept": "text/html"}) as client:
        rows = client.get("/documents/D000?line=35").text.split("<tr")
    quote = next(row for row in rows if "WF0042" in row)
    assert "钓具装备技术创新中心" in re.search(r'<mark class="this">(.*?)</mark>', quote)[1]


def test_the_command_line_loads_a_text(store, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("INNOGRAPH_HOME", settings.text("home"))
    path = file(tmp_path, "2024年全市科技工作要点.txt", "另一版本")
    done = CliRunner().invoke(cli, ["load", str(path), "--dry-run", "--format", "json"], standalone_mode=False)
    assert '"document":"D003"' in done.stdout and '"exact":false' in done.stdout
    assert "D003" not in kept_in(settings.home)
