"""The command line as a person uses it: its output and its exit codes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import docx
import openpyxl
import psutil
import pytest
from click.testing import CliRunner

from api.cli import COMMANDS, cli, main
from graph import engine

GROUPS = {"key", "audit"}  # their commands have examples
INNOGRAPH = str(Path(sys.executable).with_name("innograph"))


@pytest.fixture
def environment(settings, store):
    """Of commands on the data directory whose engine runs already and holds the city."""
    return {"INNOGRAPH_HOME": settings.text("home"), "INNOGRAPH_CACHE": settings.text("cache")}


@pytest.fixture
def run(environment, monkeypatch, capsysbinary):
    """Commands in this process, for what a process of their own would not show any better."""
    before = signal.getsignal(signal.SIGTERM)

    def command(*words, **more):
        for name, value in {**environment, **more}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["innograph", *words])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsysbinary.readouterr()
        return end.value.code or 0, out.decode(), err.decode()

    yield command
    signal.signal(signal.SIGTERM, before)


def test_the_program_itself_answers(environment):
    command = [INNOGRAPH, "query", "platforms_for_chain", "chain=钓具"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, timeout=120, check=False)
    assert (done.returncode, "市级钓具装备技术创新中心" in done.stdout.decode()) == (0, True)


def test_a_question_prints_a_table_with_its_sources(run):
    code, out, _ = run("query", "platforms_for_chain", "chain=钓具")
    assert code == 0
    assert "市级钓具装备技术创新中心" in out
    assert "WF0042 D000#L35:62-125" in out
    assert "全市科技工作概况" in out


def test_figures_are_printed_with_their_measure_in_words(run):
    code, out, _ = run("query", "figures_as_of", "subject=1+4+N", "indicator=systemMemberCount", "as_of=2025-12-31")
    assert code == 0
    assert "存量" in out


def test_json_is_the_body_of_the_api(run):
    code, out, _ = run("query", "platforms_for_chain", "chain=钓具", "--format", "json")
    assert code == 0
    assert set(json.loads(out)) == {"items", "page", "revision", "as_of"}


def test_an_empty_answer_is_no_failure(run):
    code, out, _ = run("query", "platforms_for_chain", "chain=轮胎")
    assert (code, out.startswith("没有记载")) == (0, True)


def test_a_file_is_written_whole(run, tmp_path):
    target = tmp_path / "钓具.csv"
    assert run("query", "platforms_for_chain", "chain=钓具", "--format", "csv", "-o", str(target))[0] == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfplatform_id,platform_name,basis")


def test_word_and_excel_files_hold_the_rows_with_their_sources(run, tmp_path):
    word, book = tmp_path / "钓具.docx", tmp_path / "钓具.xlsx"
    for path in (word, book):
        kind = path.suffix[1:]
        assert run("query", "platforms_for_chain", "chain=钓具", "--format", kind, "-o", str(path))[0] == 0
    cells = {cell.text for table in docx.Document(str(word)).tables for row in table.rows for cell in row.cells}
    assert any("钓具装备技术创新中心" in cell for cell in cells)
    assert any("全市科技工作概况" in paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    assert "来源" in openpyxl.load_workbook(book).sheetnames


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("query", "platforms_for_chain", "chain=不存在"), "没有名为“不存在”的"),
        (("query", "platforms_for_chain", "chain=海洋"), "请选其一"),
        (("query", "platforms_for_chain"), "chain：必填"),
        (("query", "platforms_for_chain", "钓具"), "名称=值"),
        (("query", "nothing"), "没有名为 nothing 的查询"),
        (("load", "nowhere"), "'nowhere' does not exist"),
        (("load", "--bulk", "--dry-run"), "--bulk 只能单独用于一个目录"),
        (("frob",), "没有命令 frob；用 --help 查看用法。| No such command 'frob'; see --help."),
        (("db", "frob"), "没有命令 frob"),
        (("query",), "缺少参数 NAME"),
        (("query", "chains", "--nope"), "没有选项 --nope"),
        (("query", "chains", "--limit", "0"), "参数 --limit 的值不对"),
        (("query", "chains", "-o"), "选项 -o 的用法不对"),
        (("query", "chains", "-o", "/nowhere/x.csv"), "不能读写 /nowhere/x.csv"),
        (("up", "more"), "参数有误或多余"),
        (("up", "--port", "abc"), "参数 --port 的值不对"),
    ],
)
def test_a_wrong_command_is_one_sentence_and_code_2(run, words, reason):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert reason in err
    assert "Traceback" not in err


def test_errors_speak_english_when_asked_to(run):
    assert "is called" in run("query", "platforms_for_chain", "chain=x", INNOGRAPH_LANG="en")[2]


def test_a_dry_run_of_the_loaded_city_finds_no_difference(run):
    code, out, _ = run("load", "--dry-run", "--format", "json")
    report = json.loads(out)
    assert (code, report["added"], report["changed"], report["closed"], report["rejects"]) == (0, {}, {}, {}, [])


def test_every_command_has_an_example():
    listed = help_of("--help")
    for name in ("up", "query", "queries", "load", "db", "doctor"):
        assert name in listed
    for name in set(COMMANDS) - GROUPS:
        assert "例：innograph" in help_of(name, "--help")


def help_of(*words):
    return CliRunner().invoke(cli, words).output


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetched(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def waited(condition, seconds):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.2)
    return condition()


@contextmanager
def ended(process):
    """The process, which a failing test does not leave behind."""
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_up_serves_until_it_is_told_to_stop_and_leaves_nothing_behind(settings, environment, how):
    port = free_port()
    environment = os.environ | environment
    command = [INNOGRAPH, "up", "--port", str(port), "--no-browser"]
    with ended(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)) as up:
        assert waited(lambda: fetched(f"http://127.0.0.1:{port}/readyz") == 200, 150)
        assert waited(lambda: fetched(f"http://127.0.0.1:{port}/chains/WHR096") == 200, 60)  # a plan is made first
        second = subprocess.run(
            [INNOGRAPH, "up", "--port", str(port)], env=environment, capture_output=True, check=False
        )
        assert (second.returncode, b"--port" in second.stderr) == (2, True)
        up.send_signal(how)
        said = up.communicate(timeout=90)[1].decode()
        assert up.returncode == 0
        assert said.splitlines()[-1].startswith("InnoGraph 已就绪")
    assert fetched(f"http://127.0.0.1:{port}/readyz") == 0
    assert psutil.pid_exists(engine.status(settings).pid), "the engine that others use goes on"
