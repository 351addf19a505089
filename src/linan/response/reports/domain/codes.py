"""Receipt codes: short enough to be said on the phone, worth nothing to who guesses."""

import secrets
import unicodedata

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: read aloud or written by hand, none is taken for another.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 8  # 23^8 = 7.8e10: with a hundred thousand reports one guess in 780,000 meets one


def new_code() -> str:
    """Return a fresh code of LENGTH letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """Return the code as people read it: in two halves."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """Return the code that was typed: small or full-width letters, blanks and hyphens do not matter."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(letter for letter in plain if letter in ALPHABET)
