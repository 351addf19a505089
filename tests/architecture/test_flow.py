"""docs/flow.md tells what the code does."""

from linan.ground.announcements.flow import PAGE, announced_in, flow_page
from linan.ground.announcements.kinds import KINDS


def test_the_page_of_announcements_and_reactions_is_fresh():
    written = PAGE.read_text(encoding="utf-8")

    assert written == flow_page(), "run: python -m linan.ground.announcements.flow"


def test_every_announcement_is_made_somewhere():
    kinds = [event for event in KINDS.values() if event.__module__.startswith("linan.")]

    assert [event.kind for event in kinds if not announced_in(event.__name__)] == []
