"""A file that outgrows a reader is split."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
KINDS = {".py", ".ts", ".mjs", ".css", ".html", ".sh"}


def test_no_file_has_more_than_400_lines() -> None:
    files = [path for top in ("src", "tests", "bench", "frontend") for path in (PROJECT / top).rglob("*")]
    written = [path for path in files if path.suffix in KINDS and not {"built", "node_modules"} & set(path.parts)]

    long_ones = {str(path.relative_to(PROJECT)): n for path in written if (n := len(path.read_text().splitlines())) > MOST_LINES}

    assert long_ones == {}
