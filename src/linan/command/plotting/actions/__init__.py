"""Writes to the shared map."""

from linan.command.plotting.actions.bulletins import Heard, feed_bulletin, note_bulletin, withdraw_bulletin
from linan.command.plotting.actions.feeds import NewFeed, add_feed, stop_feed
from linan.command.plotting.actions.marks import Stroke, draw_mark, take_back_mark

__all__ = [
    "Heard", "NewFeed", "Stroke", "add_feed", "draw_mark", "feed_bulletin", "note_bulletin", "stop_feed",
    "take_back_mark", "withdraw_bulletin",
]
