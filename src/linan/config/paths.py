"""Where this installation's code and data lie, known before any settings are."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("LINAN_DATA") or PROJECT / ".linan").resolve()
