"""What a person must do before anything else: change a first password, enrol a second factor."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from linan.ground.access.doors import Standing
from linan.ground.people.models import Person, Role

OPEN_PATHS = ("/accounts/", "/static/", settings.STATIC_URL)
_ENROLLED = "second_factor_enrolled"


def page_before_all_others(request: HttpRequest, person: Person, standing: Standing) -> str | None:
    """Return the name of the page the person must visit first; None when the way is free."""
    if request.path.startswith(OPEN_PATHS):
        return None
    if person.must_change_password:
        return "account_change_password"
    if settings.STAFF_SECOND_FACTOR == "required" and _is_staff(standing) and not _is_enrolled(request, person):
        return "mfa_index"
    return None


def _is_staff(standing: Standing) -> bool:
    return bool(standing.roles - {Role.RESIDENT})


def _is_enrolled(request: HttpRequest, person: Person) -> bool:
    """Look once per session: a factor that is taken away ends the session's memory with the next sign-in."""
    if not request.session.get(_ENROLLED):
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        request.session[_ENROLLED] = Authenticator.objects.filter(user=person, type__in=kinds).exists()
    return bool(request.session[_ENROLLED])
