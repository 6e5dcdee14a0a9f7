"""What a caller takes, by the weights of its Accept header (RFC 9110, 12.5.1)."""

import re
from collections.abc import Mapping


def preferred(accept: str, names: Mapping[str, str]) -> list[str]:
    """The names of the media types in a header, best first; media types without a name are left out."""
    weighed: list[tuple[float, int, str]] = []
    for part in accept.split(","):
        media, _, rest = part.partition(";")
        weight = re.search(r"q=([01](?:\.[0-9]{1,3})?)", rest)
        if name := names.get(media.strip().lower()):
            weighed.append((-float(weight[1]) if weight else -1.0, len(weighed), name))
    return [name for _, _, name in sorted(weighed)]
