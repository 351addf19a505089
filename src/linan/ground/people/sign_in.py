"""Signing in: by name or phone, with a lock after wrong passwords, and without a public sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linan.ground.clock import now
from linan.ground.people.actions import count_failed_sign_in, forget_failed_sign_ins
from linan.ground.people.models import SYSTEM, Person


def person_named(login: str) -> Person | None:
    """Return the person with that sign-in name (upper and lower case alike) or phone."""
    wanted = login.strip()
    return Person.objects.filter(Q(username__iexact=wanted) | Q(phone=wanted)).order_by("pk").first()


class NameOrPhoneBackend(AuthenticationBackend):
    """Checks the password of the person whose name or phone was written."""

    def _authenticate_by_username(self, username: str, password: str) -> Person | None:
        person: Person | None = self._check_password(person_named(username), password)
        return person


class StaffAdapter(DefaultAccountAdapter):
    """What the sign-in library asks of Lin'an."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Name or phone and password do not match. Check them and try again."),
        "too_many_login_attempts": _("Too many wrong passwords. Wait ten minutes, or ask the security administrator."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by an administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is looked at while the account is locked."""
        person = person_named(credentials.get("username", ""))
        if person is not None and person.locked_until is not None and person.locked_until > now():
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the wrong password."""
        person = person_named(credentials.get("username", ""))
        if person is not None:
            count_failed_sign_in(person_id=person.pk, by=SYSTEM, now=now())

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in, and begin counting wrong passwords anew."""
        super().login(request, user)
        forget_failed_sign_ins(person_id=user.pk)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the front page: the person came to work, not to change passwords."""
        return reverse("office:front")
