"""Tables of the organisation tree."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrgKind(models.TextChoices):
    """What an organisation is; the first four are the tree, the rest are member units."""

    DISTRICT = "district", _("district")
    STREET = "street", _("street")
    COMMUNITY = "community", _("community")
    GRID = "grid", _("grid")
    PROPERTY = "property", _("property company")
    SCHOOL = "school", _("school")
    ENTERPRISE = "enterprise", _("enterprise")
    HOSPITAL = "hospital", _("hospital")
    POLICE_POST = "police_post", _("police post")
    NGO = "ngo", _("social group")
    FIRE_STATION = "fire_station", _("fire station")
    MICRO_FIRE_STATION = "micro_fire_station", _("micro fire station")


class Org(models.Model):
    """An organisation in the tree.

    `path` holds the ids from the root to this one, each followed by a dot ("1.4.9."), so a subtree is a
    prefix. `code` follows the national statistical division codes (6, 9 or 12 digits) where there is one.
    """

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=24, choices=OrgKind.choices)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=20, blank=True, default="", db_index=True)
    path = models.CharField(max_length=200, unique=True)
    boundary = models.JSONField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Org"]] = models.Manager()

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], opclasses=["varchar_pattern_ops"], name="org_path_prefix")]

    def __str__(self) -> str:
        return self.name
