"""Every template of the house: it compiles, and holds nothing the content policy would refuse."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from linan.config.settings import PROJECT

SOURCE = PROJECT / "src/linan"
PAGES = sorted(path for path in SOURCE.glob("**/templates/**/*.html"))


def _name(path: Path) -> str:
    return path.as_posix().rsplit("/templates/", 1)[1]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_the_template_compiles(path: Path) -> None:
    assert get_template(_name(path)).origin.name == str(path)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_the_template_writes_no_script_style_or_handler_into_the_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    refused = re.findall(r'\sstyle="|\son[a-z]+="|<style|<script(?! type="module" src=)|javascript:|hx-on', text)

    assert refused == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_icon_of_the_template_is_drawn(path: Path) -> None:
    sprite = (SOURCE / "ground/ui/static/ui/icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', sprite))

    wanted = set(re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8")))

    assert wanted - drawn == set()
