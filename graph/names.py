"""How a name is compared: one normal form, and the Latin spellings by which staff type it."""

import re
import unicodedata
from functools import cache

IGNORED = re.compile(r"[\s“”‘’\"'`·・,，。、;；:：!！?？—–_*()\[\]【】〔〕《》<>-]")
# Places and firms whose usual reading is not the first one of the characters.
READINGS = {
    "乳山": (("ru",), ("shan",)),
    "威高": (("wei",), ("gao",)),
    "长春": (("chang",), ("chun",)),
    "重工": (("zhong",), ("gong",)),
    "银行": (("yin",), ("hang",)),
    "行业": (("hang",), ("ye",)),
}


def name_key(text: str) -> str:
    """The form in which names are looked up: NFKC, lower case, without blanks, quotes and brackets."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())


def spellings(text: str) -> tuple[str, str]:
    """Full pinyin without tones and initials: 碳纤维 → ("tanxianwei", "txw"); other signs stay."""
    syllables = _pinyin()(name_key(text))
    return "".join(syllables), "".join(s[0] for s in syllables if s)


@cache
def _pinyin():  # type: ignore[no-untyped-def]
    from pypinyin import Style, lazy_pinyin, load_phrases_dict

    load_phrases_dict({word: [list(sounds) for sounds in reading] for word, reading in READINGS.items()})
    return lambda text: lazy_pinyin(text, style=Style.NORMAL)
