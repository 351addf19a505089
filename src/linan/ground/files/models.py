"""Table of files."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models

from linan.ground.access.scopes import scoped_manager


class StoredFile(models.Model):
    """A file that somebody handed in. `name` is random and where it lies; `original_name` is what people called it."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40, unique=True)
    original_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager["StoredFile"]] = scoped_manager("org")

    def __str__(self) -> str:
        return self.original_name

    @property
    def path(self) -> Path:
        """Where the bytes lie."""
        return Path(settings.MEDIA_ROOT) / self.name[:2] / self.name

    @property
    def is_image(self) -> bool:
        """Whether a page may show it."""
        return self.content_type.startswith("image/")

    @property
    def is_sound(self) -> bool:
        """Whether a page may play it."""
        return self.content_type.startswith("audio/")
