"""An empty table of handlers for each test, put back afterwards."""

from collections.abc import Iterator

import pytest

from linan.ground.announcements.handlers import HANDLERS


@pytest.fixture(autouse=True)
def no_other_handlers() -> Iterator[None]:
    """Take away the handlers of the product."""
    kept = dict(HANDLERS)
    HANDLERS.clear()
    yield
    HANDLERS.clear()
    HANDLERS.update(kept)
