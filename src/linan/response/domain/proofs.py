"""What proves that a task was done, and what of it is still missing."""

from collections.abc import Iterable
from enum import StrEnum


class ProofKind(StrEnum):
    """A way in which a finished task is proved, in the order in which it is asked for."""

    PHOTO = "photo"
    COUNT = "count"
    SIGNATURE = "signature"


def first_missing(*, asked: Iterable[str], given: Iterable[str]) -> ProofKind | None:
    """Return the first kind of proof that is asked for and not given; None where nothing is missing."""
    missing = set(asked) - set(given)
    return next((kind for kind in ProofKind if kind in missing), None)
