"""Accounts: made, changed, locked after wrong passwords, closed and opened."""

from datetime import timedelta

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.people.actions import (
    add_person,
    change_person,
    close_account,
    count_failed_sign_in,
    open_account,
    set_first_password,
)
from linan.ground.people.actions.accounts import FAILURES_ALLOWED, LOCKED_FOR, NameTaken, PasswordTooWeak
from linan.ground.people.models import SYSTEM
from tests.build import PASSWORD, a_person

pytestmark = pytest.mark.django_db


def test_passwords_are_kept_with_argon2_only(now):
    person = add_person(username="wang", full_name="王演示", password=PASSWORD, by=SYSTEM, now=now)

    assert person.password.startswith("argon2$argon2id$")
    assert person.must_change_password is True


@pytest.mark.parametrize("password", ["1357924680", "password12", "short", "wangxiaoming-1"])
def test_a_password_that_can_be_guessed_is_refused(password, now):
    with pytest.raises(PasswordTooWeak):
        add_person(username="wangxiaoming", full_name="王演示", password=password, by=SYSTEM, now=now)


def test_nobody_takes_the_phone_of_another_as_sign_in_name(now):
    a_person(username="first", phone="13900000001")

    with pytest.raises(NameTaken) as refused:
        add_person(username="13900000001", full_name="冒名", password=PASSWORD, by=SYSTEM, now=now)

    assert refused.value.field == "username"


def test_nobody_changes_their_phone_to_the_sign_in_name_of_another(now):
    a_person(username="13900000002")
    person = a_person()

    with pytest.raises(NameTaken) as refused:
        change_person(
            person_id=person.pk, full_name="冒名", phone="13900000002", language="zh-hans", by=person, now=now
        )

    assert refused.value.field == "phone"


def test_the_fifth_wrong_password_locks_the_account_for_ten_minutes_and_is_announced(now):
    person = a_person()

    for second in range(FAILURES_ALLOWED):
        count_failed_sign_in(person_id=person.pk, by=SYSTEM, now=now + timedelta(seconds=second))

    person.refresh_from_db()
    assert person.locked_until == now + timedelta(seconds=FAILURES_ALLOWED - 1) + LOCKED_FOR
    locked = Logged.objects.get(kind="people.SignInLocked")
    assert locked.payload == {"person_id": person.pk, "minutes": 10}


def test_opening_an_account_lifts_its_lock_and_its_closing(now):
    person = a_person(locked_until=now + LOCKED_FOR, failed_sign_ins=3)
    close_account(person_id=person.pk, by=SYSTEM, now=now)

    opened = open_account(person_id=person.pk, by=SYSTEM, now=now)

    assert (opened.is_active, opened.locked_until, opened.failed_sign_ins) == (True, None, 0)


def test_a_password_given_by_an_administrator_must_be_changed(now):
    person = a_person()

    changed = set_first_password(person_id=person.pk, password=PASSWORD, by=SYSTEM, now=now)

    assert changed.must_change_password is True
    assert changed.check_password(PASSWORD) is True
