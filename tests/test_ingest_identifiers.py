"""Standard identifiers: published codes pass, one wrong character is found."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from ingest.identifiers import division_fault, industry_fault, ror_fault, uscc_check, uscc_fault

EXTERNAL = Path(__file__).parent.parent.parent / "shared" / "external"
shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXTERNAL.is_dir(), reason="no external data beside the repository"),
]


def test_the_check_character_of_a_credit_code_is_that_of_the_hand_calculation() -> None:
    # Values 9 1 3 5 0 1 0 0 21 0 0 0 1 0 0 30 4, weights 1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28:
    # 9 + 3 + 27 + 135 + 26 + 420 + 8 + 900 + 112 = 1640 = 52 * 31 + 28, and 31 - 28 = 3.
    assert uscc_check("91350100M000100Y4") == "3"


@pytest.mark.parametrize(
    "code",
    ["9144030071526726XG", "914403001922038216", "91330100799655058B", "11371000004359096D"],
)
def test_published_credit_codes_pass(code: str) -> None:
    assert uscc_fault(code) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("9144030071526726X", "18 characters, not 17"),
        ("9144030071526726XH", "should be G, not H"),
        ("9144030071526762XG", "check character"),
        ("91440300715267I6XG", "without I, O, S, V, Z"),
        ("9144030071526726xg", "capitals"),
        ("91990300715267260G", "99, are no province"),
    ],
)
def test_a_wrong_credit_code_is_told_why(code: str, reason: str) -> None:
    fault = uscc_fault(code)
    assert fault is not None and reason in fault[1] and fault[0]


def test_every_single_wrong_sign_in_a_credit_code_is_found() -> None:
    code = "11371000004359096D"
    changed = [code[:n] + sign + code[n + 1 :] for n in range(18) for sign in "0123456789AY" if sign != code[n]]
    assert all(uscc_fault(wrong) for wrong in changed)


@pytest.mark.parametrize("code", ["370000", "371000", "371002", "371082", "110101", "820000"])
def test_division_codes_pass(code: str) -> None:
    assert division_fault(code) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [("37100", "six digits"), ("37100a", "six digits"), ("990000", "no province"), ("370002", "last two are 00")],
)
def test_a_wrong_division_code_is_told_why(code: str, reason: str) -> None:
    fault = division_fault(code)
    assert fault is not None and reason in fault[1]


@pytest.mark.parametrize("code", ["C", "26", "265", "2651", "C26", "C2651", "0411", "T9700"])
def test_industry_codes_pass(code: str) -> None:
    assert industry_fault(code) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "is a letter A to T"),
        ("U", "is a letter A to T"),
        ("2", "is a letter A to T"),
        ("26511", "is a letter A to T"),
        ("98", "no division 98"),
        ("0011", "no division 00"),
        ("A2651", "in section C, not A"),
    ],
)
def test_a_wrong_industry_code_is_told_why(code: str, reason: str) -> None:
    fault = industry_fault(code)
    assert fault is not None and reason in fault[1]


def test_ror_ids_pass_bare_and_as_address_and_a_slip_is_found() -> None:
    assert ror_fault("03yrm5c26") is None
    assert ror_fault("https://ror.org/05dxps055") is None
    assert ror_fault("05dxps054") == ("ROR 校验码应为 55，现为 54。", "The check digits should be 55, not 54.")
    assert ror_fault("5dxps055") is not None


@pytest.mark.shared
@pytest.mark.skipif(not EXTERNAL.is_dir(), reason="no published tables beside the repository")
def test_every_code_of_the_published_tables_passes() -> None:
    industries = json.loads((EXTERNAL / "gbt4754_2017" / "gbt4754_flat.json").read_text(encoding="utf-8"))
    codes = [row.get("code", row["category"]) for row in industries]
    assert len(codes) == 1771
    assert [code for code in codes if industry_fault(code)] == []
    with open(EXTERNAL / "admin_divisions" / "areas.csv", encoding="utf-8", newline="") as rows:
        assert [row["code"] for row in csv.DictReader(rows) if division_fault(row["code"])] == []
    with gzip.open(EXTERNAL / "ror" / "ror_orgs.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert [row["id"] for row in map(json.loads, lines) if ror_fault(row["id"])] == []
