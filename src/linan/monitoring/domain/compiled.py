"""Functions that are compiled to machine code when first called, and kept on disk for the next start."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays that is called often and ends soon; it keeps the interpreter's lock.

    What is kept on disk is found again by the file of the function alone, so compiled functions that call one
    another stand in one file: else a change of the one would leave the other as it was.
    """
    return cast(F, njit(cache=True)(function))


def compiled_beside(function: F) -> F:
    """Compile a function for a thread of its own: it lets the lock go, so that others run meanwhile.

    To let it go and wait for it again costs more than a short function takes.
    """
    return cast(F, njit(cache=True, nogil=True)(function))
