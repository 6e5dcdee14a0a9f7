"""How a name is compared: one normal form, and the Latin spellings by which staff type it."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

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
    words, sound = _pinyin()
    sounds = [sound(word) for word in words(name_key(text))]
    return "".join(full for full, _ in sounds), "".join(short for _, short in sounds)


@cache
def _pinyin() -> tuple[Callable[[str], list[str]], Callable[[str], tuple[str, str]]]:
    """The division of a text into words, and the spellings of a word; held, as names share most of their words."""
    from pypinyin import Style, lazy_pinyin, load_phrases_dict
    from pypinyin.seg.simpleseg import seg

    load_phrases_dict({word: [list(sounds) for sounds in reading] for word, reading in READINGS.items()})

    @lru_cache(maxsize=50_000)
    def sound(word: str) -> tuple[str, str]:
        syllables = lazy_pinyin(word, style=Style.NORMAL)
        return "".join(syllables), "".join(s[0] for s in syllables if s)

    return seg, sound
