"""Writes to accounts."""

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.people.announcements import (
    AccountClosed,
    AccountOpened,
    PasswordChanged,
    PersonAdded,
    PersonChanged,
    SignInLocked,
)
from linan.ground.people.models import Actor, Person
from linan.ground.people.queries import home_org_id
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=10)


class NameTaken(Refused):
    """Sign-in names and phones share one namespace, because either signs in."""

    code = "name_taken"
    status = 409
    msgid = noop("Another account uses this sign-in name or phone. Choose another.")


class PasswordTooWeak(Refused):
    """The password can be guessed."""

    code = "password_too_weak"
    msgid = noop("This password can be guessed. Use at least 10 characters that are no common word and no phone number.")


@transaction.atomic
def add_person(
    *, username: str, full_name: str, password: str, by: Actor, now: datetime, phone: str = "",
    org_id: int | None = None, must_change_password: bool = True,
) -> Person:
    """Make an account. org_id: where it is announced. Raises: NameTaken, PasswordTooWeak."""
    _check_free(username, phone, but=None)
    person = Person(
        username=username, full_name=full_name, phone=phone or None, joined_at=now,
        must_change_password=must_change_password,
    )
    _set_checked_password(person, password)
    person.save()
    _tell(PersonAdded(person_id=person.pk), person.pk, org_id=org_id, by=by, now=now)
    return person


@transaction.atomic
def change_person(*, person_id: int, full_name: str, phone: str, language: str, by: Actor, now: datetime) -> Person:
    """Change name, phone and language of an account. Raises: NotFound, NameTaken."""
    person = _locked_row(person_id)
    _check_free("", phone, but=person_id)
    person.full_name, person.phone, person.language = full_name, phone or None, language
    person.save(update_fields=["full_name", "phone", "language"])
    _tell(PersonChanged(person_id=person_id), person_id, by=by, now=now)
    return person


@transaction.atomic
def set_first_password(*, person_id: int, password: str, by: Actor, now: datetime) -> Person:
    """Give an account a password that its owner must change at the next sign-in. Raises: PasswordTooWeak."""
    person = _locked_row(person_id)
    _set_checked_password(person, password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    _tell(PasswordChanged(person_id=person_id), person_id, by=by, now=now)
    return person


@transaction.atomic
def note_password_change(*, person_id: int, by: Actor, now: datetime) -> None:
    """Log that the owner changed the password; it need not be changed again."""
    Person.objects.filter(pk=person_id).update(must_change_password=False)
    _tell(PasswordChanged(person_id=person_id), person_id, by=by, now=now)


@transaction.atomic
def count_failed_sign_in(*, person_id: int, by: Actor, now: datetime) -> None:
    """Count a wrong password; the fifth in a row shuts the account for ten minutes.

    Kept in the account's row, so that it holds in every web process and across restarts.
    """
    person = _locked_row(person_id)
    person.failed_sign_ins += 1
    if person.failed_sign_ins >= FAILURES_ALLOWED:
        person.failed_sign_ins = 0
        person.locked_until = now + LOCKED_FOR
        minutes = int(LOCKED_FOR.total_seconds() // 60)
        _tell(SignInLocked(person_id=person_id, minutes=minutes), person_id, by=by, now=now)
    person.save(update_fields=["failed_sign_ins", "locked_until"])


def forget_failed_sign_ins(*, person_id: int) -> None:
    """Begin counting anew after a sign-in that went well."""
    Person.objects.filter(pk=person_id, failed_sign_ins__gt=0).update(failed_sign_ins=0)


@transaction.atomic
def close_account(*, person_id: int, by: Actor, now: datetime) -> Person:
    """Shut an account: whoever is signed in with it is out at the next click."""
    person = _locked_row(person_id)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _tell(AccountClosed(person_id=person_id), person_id, by=by, now=now)
    return person


@transaction.atomic
def open_account(*, person_id: int, by: Actor, now: datetime) -> Person:
    """Let a closed or locked account sign in again."""
    person = _locked_row(person_id)
    person.is_active, person.failed_sign_ins, person.locked_until = True, 0, None
    person.save(update_fields=["is_active", "failed_sign_ins", "locked_until"])
    _tell(AccountOpened(person_id=person_id), person_id, by=by, now=now)
    return person


def _locked_row(person_id: int) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    return person


def _check_free(username: str, phone: str, *, but: int | None) -> None:
    for field, value in (("username", username), ("phone", phone)):
        taken = Person.objects.filter(Q(username__iexact=value) | Q(phone=value))
        if value and any(person_id != but for person_id in taken.values_list("pk", flat=True)):
            raise NameTaken(field=field)


def _set_checked_password(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise PasswordTooWeak(field="password") from weak
    person.set_password(password)


def _tell(event: Announcement, person_id: int, *, by: Actor, now: datetime, org_id: int | None = None) -> None:
    told_in = org_id if org_id is not None else home_org_id(person_id)
    announce(event, by_id=by.pk, org_id=told_in, about=[f"person-{person_id}", "people"], now=now)
