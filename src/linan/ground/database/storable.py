"""What strangers write, made fit for PostgreSQL: it stores no U+0000 and no half of a surrogate pair."""

import json
from typing import Any


def storable(text: str) -> str:
    """Return the text with both replaced by something to be seen."""
    return text.replace("\0", "␀").encode(errors="replace").decode()


def storable_json(value: Any) -> Any:
    """Return a JSON value in which every text can be stored."""
    return json.loads(storable(json.dumps(value, ensure_ascii=False)).replace("\\u0000", "␀"))
