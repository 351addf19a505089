"""Personal fields of this installation: its key file and the cipher it has chosen."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linan.ground.crypto.keys import Keys, read_keys
from linan.ground.crypto.sealing import marks, open_sealed, seal


def personal_keys() -> Keys:
    """Return the installation's keys. Raises: KeysUnusable."""
    return read_keys(_key_file(str(settings.DATA)))


@lru_cache(maxsize=4)
def _key_file(folder: str) -> Path:
    """Return the key file of a data folder; kept, because a search opens thousands of fields."""
    return Path(folder) / "secrets" / "personal.json"


def seal_personal(text: str, *, about: str) -> str:
    """Seal with the cipher of the setting PERSONAL_CIPHER: aes256gcm (when absent) or sm4gcm."""
    return seal(text, about=about, keys=personal_keys(), scheme=getattr(settings, "PERSONAL_CIPHER", "aes256gcm"))


def open_personal(sealed: str, *, about: str) -> str:
    """Open what seal_personal made. Raises: SealBroken, KeysUnusable."""
    return open_sealed(sealed, about=about, keys=personal_keys())


def personal_marks(text: str, *, purpose: str) -> list[str]:
    """Return the marks by which an exact text is found; store the first, look for all."""
    return marks(text, purpose=purpose, keys=personal_keys())
