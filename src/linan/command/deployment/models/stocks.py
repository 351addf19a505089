"""Table of what lies ready at a store, counted in pieces."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class Item(models.TextChoices):
    """What can be brought."""

    WATER = "water", _("bottles of water")
    BLANKET = "blanket", _("blankets")
    EXTINGUISHER = "extinguisher", _("extinguishers")
    SANDBAG = "sandbag", _("sandbags")
    STRETCHER = "stretcher", _("stretchers")
    MASK = "mask", _("escape masks")
    LAMP = "lamp", _("lamps")


class Stock(models.Model):
    """Pieces of one item at a fixed resource: what a deployment takes is counted off when it is sent."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("registry.Resource", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(_("item"), max_length=12, choices=Item.choices)
    amount = models.PositiveIntegerField(_("pieces"))
    counted_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Stock"]] = scoped_manager("org")

    class Meta:
        ordering = ["resource__name", "item"]
        constraints = [models.UniqueConstraint(fields=["resource", "item"], name="stock_item_once")]

    def __str__(self) -> str:
        return f"{self.resource} · {self.get_item_display()}"
