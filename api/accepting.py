"""What a caller takes, by the weights of its Accept header (RFC 9110, 12.5.1)."""

import re
from collections.abc import Mapping


def preferred(accept: str, names: Mapping[str, str]) -> list[str]:
    """The names of the media types in a header, best first.

    Left out are media types without a name and those of weight 0, which the caller does not take.
    """
    weighed: list[tuple[float, int, str]] = []
    for part in accept.split(","):
        media, _, rest = part.partition(";")
        told = re.search(r"q=([01](?:\.[0-9]{1,3})?)", rest)
        weight = float(told[1]) if told else 1.0
        if weight and (name := names.get(media.strip().lower())):
            weighed.append((-weight, len(weighed), name))
    return [name for _, _, name in sorted(weighed)]
