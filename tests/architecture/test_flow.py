"""docs/flow.md tells what the code does."""

from linan.ground.announcements.flow import PAGE, flow_page


def test_the_page_of_announcements_and_reactions_is_fresh():
    written = PAGE.read_text(encoding="utf-8")

    assert written == flow_page(), "run: python -m linan.ground.announcements.flow"
