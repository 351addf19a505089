"""Whoever watches the log hears of everything once, in whatever order it is committed."""

import threading

import pytest
from django.db import connection, transaction

from linan.ground.announcements.watching import Watch
from tests.announcements.ring import Rang, ring


def a_watch() -> Watch:
    watch = Watch([Rang.kind])
    watch.is_news()
    return watch


@pytest.mark.django_db
def test_the_first_look_is_news_and_the_second_is_not():
    ring(1)
    watch = Watch([Rang.kind])

    assert [watch.is_news(), watch.is_news()] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_news_once():
    watch = a_watch()
    ring(1)

    assert [watch.is_news(), watch.is_news()] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_other_kinds_are_no_news():
    watch = Watch(["ground.SomethingElse"])
    watch.is_news()
    ring(1)

    assert not watch.is_news()


@pytest.mark.django_db(transaction=True)
def test_what_was_announced_earlier_and_committed_later_is_news():
    watch = a_watch()
    announced, may_end = threading.Event(), threading.Event()
    slow = threading.Thread(target=_announce_slowly, args=(announced, may_end))
    slow.start()
    assert announced.wait(10)
    ring(2)
    quick_was_news = watch.is_news()
    may_end.set()
    slow.join(10)

    assert quick_was_news
    assert [watch.is_news(), watch.is_news()] == [True, False]


def _announce_slowly(announced: threading.Event, may_end: threading.Event) -> None:
    with transaction.atomic():
        ring(1)
        announced.set()
        may_end.wait(10)
    connection.close()
