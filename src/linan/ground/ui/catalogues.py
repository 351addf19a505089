"""Compiling the rooms' catalogues: every django.po beside the code becomes a django.mo."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[2]


def catalogues(source: Path = SOURCE) -> list[Path]:
    """Return every room's django.po, in order of path."""
    return sorted(source.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_catalogues(source: Path = SOURCE) -> list[Path]:
    """Compile the catalogues that are newer than their django.mo and return those compiled."""
    stale = [path for path in catalogues(source) if _is_stale(path)]
    for path in stale:
        _compile(path)
    return stale


def _is_stale(path: Path) -> bool:
    built = path.with_suffix(".mo")
    return not built.exists() or built.stat().st_mtime_ns < path.stat().st_mtime_ns


def _compile(path: Path) -> None:
    """Write the .mo beside and rename it, so that a server reading it never sees half."""
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=path.parents[1].name)
    draft = path.with_name(f"django.{os.getpid()}.mo.new")
    with draft.open("wb") as stream:
        write_mo(stream, catalogue)
    draft.rename(path.with_suffix(".mo"))


def main() -> None:
    """Compile what is stale and say how many catalogues there are."""
    done = compile_catalogues()
    print(f"{len(done)} of {len(catalogues())} catalogues compiled")


if __name__ == "__main__":
    main()
