"""The refuge card 避险明白卡 of a household: its code opens the registration at any shelter."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class RefugeCard(models.Model):
    """The code printed on a household's card. Says nothing by itself: only a registrar who signed in can read it."""

    household = models.OneToOneField("registry.Household", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=24, unique=True)
    made_at = models.DateTimeField()

    objects: ClassVar[models.Manager["RefugeCard"]] = scoped_manager("household__org")

    def __str__(self) -> str:
        return f"card-{self.pk}"
