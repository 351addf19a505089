"""Functions that are compiled to machine code when first called, and kept on disk for the next start."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays; it runs without the interpreter's lock.

    What is kept on disk is found again by the file of the function alone, so compiled functions that call one
    another stand in one file: else a change of the one would leave the other as it was.
    """
    return cast(F, njit(cache=True, nogil=True)(function))
