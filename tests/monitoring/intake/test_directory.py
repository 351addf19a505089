"""Who is let in: the newly installed at once, and strangers without making others wait."""

import asyncio

from linan.monitoring.domain.reading import Sender
from linan.monitoring.intake.directory import Book, DeviceDirectory


class Office:
    """Where books are kept: how often one was asked for, and what is in the newest."""

    def __init__(self) -> None:
        self.asked = 0
        self.book = Book()

    def catch_up(self) -> asyncio.Future[Book]:
        self.asked += 1
        return asyncio.ensure_future(asyncio.sleep(0.01, self.book))


def a_directory(office: Office) -> DeviceDirectory:
    directory = DeviceDirectory(office.catch_up, lambda pk: asyncio.ensure_future(asyncio.sleep(0, {})))
    directory.book = office.book
    return directory


def a_book_with(address: str) -> Book:
    return Book(by_address={("mn", address): Sender(1, 1, "", {}, {}, {})})


def test_a_device_that_was_just_installed_is_found_at_its_first_word():
    office = Office()
    directory = a_directory(office)
    office.book = a_book_with("A")

    found = asyncio.run(directory.by_address("mn", "A"))

    assert found is office.book.by_address["mn", "A"]


def test_a_stranger_who_goes_on_speaking_is_asked_for_once():
    office = Office()
    directory = a_directory(office)

    async def speak() -> None:
        for _ in range(100):
            assert await directory.by_address("mn", "stranger") is None

    asyncio.run(speak())

    assert office.asked == 1


def test_a_stranger_is_known_once_the_book_has_them():
    office = Office()
    directory = a_directory(office)

    async def speak() -> list[bool]:
        before = await directory.by_address("mn", "A")
        directory.book = a_book_with("A")  # as the sweep brings it
        return [before is None, await directory.by_address("mn", "A") is None]

    assert asyncio.run(speak()) == [True, False]


def test_many_strangers_at_a_time_share_one_look():
    office = Office()
    directory = a_directory(office)

    async def speak() -> None:
        await asyncio.gather(*[directory.by_address("mn", str(one)) for one in range(100)])

    asyncio.run(speak())

    assert office.asked <= 2
