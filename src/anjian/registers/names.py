"""How a name is compared, wherever something must be kept from the person who bears it."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[\s·•・.\-_,，、()（）]+")


def name_key(text: str) -> str:
    """Return a name as it is compared: one width, one case, nothing between its characters.

    >>> name_key(" 王　虎 ") == name_key("王虎")
    True
    """
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
