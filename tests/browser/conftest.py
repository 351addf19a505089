"""What every test in a browser stands on."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_page_stays_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what a test opened: each page that stays listens on, and asks for its fragments at every change."""
    yield
    if "browser" in request.fixturenames:
        for context in list(request.getfixturevalue("browser").contexts):
            context.close()
