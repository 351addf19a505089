"""What is announced of accounts and roles: ids and role names, never a person's name or phone."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class PersonAdded(Announcement):
    """An account was made."""

    person_id: int


@announcement
class PersonChanged(Announcement):
    """Name, phone or language of an account changed."""

    person_id: int


@announcement
class RoleGranted(Announcement):
    """A person got a role in an organisation."""

    person_id: int
    organisation_id: int
    role: str


@announcement
class RoleEnded(Announcement):
    """A person no longer holds a role in an organisation."""

    person_id: int
    organisation_id: int
    role: str


@announcement
class PasswordChanged(Announcement):
    """An account has another password."""

    person_id: int


@announcement
class SignInLocked(Announcement):
    """Too many wrong passwords: the account is shut for a while."""

    person_id: int
    minutes: int


@announcement
class AccountClosed(Announcement):
    """An account can no longer sign in; its sessions have ended."""

    person_id: int


@announcement
class AccountOpened(Announcement):
    """A closed or locked account can sign in again."""

    person_id: int


TITLES: dict[str, str] = {
    PersonAdded.kind: noop("Account made"),
    PersonChanged.kind: noop("Account changed"),
    RoleGranted.kind: noop("Role granted: %(role)s"),
    RoleEnded.kind: noop("Role ended: %(role)s"),
    PasswordChanged.kind: noop("Password changed"),
    SignInLocked.kind: noop("Sign-in locked for %(minutes)s minutes after wrong passwords"),
    AccountClosed.kind: noop("Account closed"),
    AccountOpened.kind: noop("Account opened again"),
}
