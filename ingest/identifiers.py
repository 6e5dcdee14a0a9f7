"""Standard identifiers, checked by rule: what the code itself can tell, without a register.

Sources: GB 32100-2015 (unified social credit code, check character by MOD 31-3), GB/T 2260 (divisions),
GB/T 4754-2017 (industries), ISO/IEC 7064 MOD 97-10 (check digits of a ROR id).
"""

import re
from collections.abc import Callable, Mapping

USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
ROR_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u
# 11 to 15, 21 to 23 …: the first two digits of a division code by great region.
_LAST = {1: 5, 2: 3, 3: 7, 4: 6, 5: 4, 6: 5, 7: 1, 8: 2}
PROVINCES = frozenset(str(10 * region + n) for region, last in _LAST.items() for n in range(1, last + 1)) | {"50"}
# First and last division (two digits) of each section of GB/T 4754-2017.
SECTIONS: Mapping[str, tuple[int, int]] = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip
_USCC = re.compile(rf"[{USCC_SIGNS}]{{2}}[0-9]{{6}}[{USCC_SIGNS}]{{10}}")
_INDUSTRY = re.compile(r"([A-T])?((?:[0-9]{2})(?:[0-9]{1,2})?)?")
_ROR = re.compile(rf"0[{ROR_SIGNS}]{{6}}[0-9]{{2}}")

Fault = tuple[str, str]  # the same reason in Chinese and in English


def uscc_fault(code: str) -> Fault | None:
    """What is wrong with a unified social credit code, or None."""
    if len(code) != 18:
        return (
            f"统一社会信用代码应为 18 位，现为 {len(code)} 位。",
            f"A social credit code has 18 characters, not {len(code)}.",
        )
    if not _USCC.fullmatch(code):
        return (
            "统一社会信用代码只用数字和大写字母（无 I、O、S、V、Z），第 3 至 8 位为数字。",
            "A social credit code has digits and capitals without I, O, S, V, Z; characters 3 to 8 are digits.",
        )
    if code[2:4] not in PROVINCES | {"10"}:  # 100000 is the country itself
        return f"第 3、4 位 {code[2:4]} 不是省级代码。", f"Characters 3 and 4, {code[2:4]}, are no province."
    if code[17] != (right := uscc_check(code[:17])):
        return (
            f"校验码应为 {right}，现为 {code[17]}；请核对全码。",
            f"The check character should be {right}, not {code[17]}; compare the code.",
        )
    return None


def uscc_check(body: str) -> str:
    """The check character of the first 17: weights are powers of 3 modulo 31."""
    total = sum(USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return USCC_SIGNS[-total % 31]


def division_fault(code: str) -> Fault | None:
    """What is wrong with a six-digit division code: province, prefecture, county, each two digits."""
    if not re.fullmatch("[0-9]{6}", code):
        return "区划代码应为 6 位数字。", "A division code has six digits."
    if code[:2] not in PROVINCES:
        return f"前两位 {code[:2]} 不是省级代码。", f"The first two digits, {code[:2]}, are no province."
    if code[2:4] == "00" and code[4:] != "00":
        return (
            "第 3、4 位为 00 时，末两位也应为 00。",
            "Where digits 3 and 4 are 00, the last two are 00 too.",
        )
    return None


def industry_fault(code: str) -> Fault | None:
    """What is wrong with an industry code: a section letter, two to four digits, or both."""
    match = _INDUSTRY.fullmatch(code)
    if not match or not code:
        return (
            "行业代码应为门类字母、2 至 4 位数字，或字母加数字。",
            "An industry code is a letter A to T, two to four digits, or both.",
        )
    letter, digits = match.groups()
    section = _section(int(digits[:2])) if digits else letter
    if section is None:
        return (
            f"没有大类 {digits[:2]}；大类为 01 至 97。",
            f"There is no division {digits[:2]}; they run from 01 to 97.",
        )
    if letter and letter != section:
        return (
            f"大类 {digits[:2]} 属于门类 {section}，不属于 {letter}。",
            f"Division {digits[:2]} is in section {section}, not {letter}.",
        )
    return None


def ror_fault(code: str) -> Fault | None:
    """What is wrong with a ROR id, given bare or as its address."""
    bare = code.removeprefix("https://ror.org/")
    if not _ROR.fullmatch(bare):
        return "ROR 标识为 9 位，以 0 开头，如 01a2b3c45。", "A ROR id has nine characters and begins with 0."
    number = 0
    for sign in bare[:7]:
        number = number * 32 + ROR_SIGNS.index(sign)
    if (right := 98 - number * 100 % 97) != int(bare[7:]):
        return (
            f"ROR 校验码应为 {right:02}，现为 {bare[7:]}。",
            f"The check digits should be {right:02}, not {bare[7:]}.",
        )
    return None


def _section(division: int) -> str | None:
    return next((letter for letter, (first, last) in SECTIONS.items() if first <= division <= last), None)


RULES: Mapping[str, Callable[[str], Fault | None]] = {
    "USCC": uscc_fault,
    "GB/T 2260": division_fault,
    "statistical division code": division_fault,
    "GB/T 4754": industry_fault,
    "ROR": ror_fault,
}
