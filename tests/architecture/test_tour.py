"""docs/tour.md names what is there."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TOUR = PROJECT / "docs/tour.md"
ROOTS = (PROJECT, PROJECT / "src/linan")
NAMED = re.compile(r"`(?P<file>[\w./-]+\.(?:py|ts|html|yaml))(?::(?P<thing>[\w.]+))?`")
LINK = re.compile(r"\]\((?P<target>[^)#:]+)\)")


def is_there(file: str, thing: str | None) -> bool:
    """Return whether a file stands in the project and defines the thing, "name" or "Class.method"."""
    path = next((root / file for root in ROOTS if (root / file).is_file()), None)
    if path is None:
        return False
    return thing is None or defines(path.read_text(encoding="utf-8"), thing.split("."))


def defines(source: str, names: list[str]) -> bool:
    """Return whether the source defines a name, and within its block the next one."""
    first, *rest = names
    found = re.search(rf"^(?P<indent>[ ]*)(?:export )?(?:async )?(?:class|def|function) {first}\b", source, re.MULTILINE)
    if found is None or not rest:
        return found is not None
    after = source[found.end() :].split("\n", 1)[1]
    block = re.split(rf"^(?=[ ]{{0,{len(found['indent'])}}}\S)", after, maxsplit=1, flags=re.MULTILINE)[0]
    return defines(block, rest)


def test_every_file_and_function_of_the_tour_exists() -> None:
    named = [(one["file"], one["thing"]) for one in NAMED.finditer(TOUR.read_text(encoding="utf-8"))]

    missing = [(file, thing) for file, thing in named if not is_there(file, thing)]

    assert missing == []
    assert len(named) >= 50, "the tour has lost its stations"


def test_a_name_that_is_not_there_is_noticed() -> None:
    action = "monitoring/actions/alarms.py"

    seen = [is_there(action, "raise_alarms"), is_there(action, "raise_alarm"), is_there("monitoring/alarms.py", None)]

    assert seen == [True, False, False]


def test_a_method_is_looked_for_in_its_own_class() -> None:
    gateway = "monitoring/gateways/_session.py"

    seen = [is_there(gateway, "Session._published"), is_there(gateway, "Server._published")]

    assert seen == [True, False]


def test_every_link_of_the_tour_and_of_the_how_to_leads_somewhere() -> None:
    pages = [TOUR, *sorted((PROJECT / "docs/how-to").glob("*.md"))]
    links = [(page, one["target"]) for page in pages for one in LINK.finditer(page.read_text(encoding="utf-8"))]

    broken = [(page.name, target) for page, target in links if not (page.parent / target).exists()]

    assert broken == []
