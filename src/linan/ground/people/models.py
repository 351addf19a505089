"""Tables of people who sign in."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in an organisation, for a time."""

    RESIDENT = "resident", _("resident")
    BUILDING_HEAD = "building_head", _("building head")
    GRID_MEMBER = "grid_member", _("grid member")
    PROPERTY_STAFF = "property_staff", _("property staff")
    RESPONDER = "responder", _("responder")
    VOLUNTEER = "volunteer", _("volunteer")
    DUTY_OFFICER = "duty_officer", _("duty officer")
    COMMUNITY_DIRECTOR = "community_director", _("community director")
    STREET_OFFICER = "street_officer", _("street officer")
    DISTRICT_COMMANDER = "district_commander", _("district commander")
    PLAN_AUTHOR = "plan_author", _("plan author")
    INTEGRATOR = "integrator", _("integrator")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDIT_ADMIN = "audit_admin", _("audit administrator")


ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


class People(BaseUserManager["Person"]):
    """Creates accounts."""

    def create_user(self, username: str, password: str | None = None, **columns: Any) -> "Person":
        person = self.model(username=username, **columns)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A person who can sign in, by name or by phone."""

    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    full_name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username


class Membership(models.Model):
    """A role a person holds in an organisation from one moment to another (open end: still)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Membership"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["org", "role"], name="membership_org_role")]

    def is_held_at(self, moment: datetime) -> bool:
        """Return whether the role was held at that moment."""
        return self.from_at <= moment and (self.to_at is None or moment < self.to_at)


class System:
    """The one who acts when no person does: handlers, jobs, rules."""

    pk: None = None

    def __str__(self) -> str:
        return str(_("the system"))


SYSTEM = System()
Actor = Person | System
