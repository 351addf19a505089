"""Tables of the archive. Hourly figures of today, and changed ones, lie in `monitoring_hourly`, late readings in `monitoring_reading_late` (migration 0007)."""

from typing import ClassVar

from django.db import models


class ArchivedFile(models.Model):
    """A file of a past day. Files never change: what comes late makes the next version.

    without: classes of quantities that were kept long enough and left out. retired_at: when another version took its
    place; the file stays a day longer, for those who are reading it and for the backup that names it.
    """

    SUFFIX: ClassVar[str]

    day = models.DateField()
    version = models.PositiveIntegerField()
    rows = models.BigIntegerField()
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    without = models.JSONField(default=list)
    archived_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file

    @property
    def file(self) -> str:
        """The name of the file within the folder of closed days."""
        return f"{self.day:%Y}/{self.day:%Y-%m-%d}.{self.version}{self.SUFFIX}"


class ArchivedDay(ArchivedFile):
    """The file that holds the readings of a closed day."""

    SUFFIX = ".parquet"

    objects: ClassVar[models.Manager["ArchivedDay"]] = models.Manager()

    class Meta:
        ordering = ["day", "version"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=models.Q(retired_at=None), name="one_file_in_use_a_day"),
            models.UniqueConstraint(fields=["day", "version"], name="archived_version_once"),
        ]


class ArchivedHours(ArchivedFile):
    """The file that holds the hourly figures of a day that is past, closed or not.

    Figures in `monitoring_hourly` are newer than those of the file, and hold until the next night folds them in.
    """

    SUFFIX = ".hours.parquet"

    objects: ClassVar[models.Manager["ArchivedHours"]] = models.Manager()

    class Meta:
        ordering = ["day", "version"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=models.Q(retired_at=None), name="one_file_of_hours_a_day"),
            models.UniqueConstraint(fields=["day", "version"], name="hours_version_once"),
        ]


class HourlyMark(models.Model):
    """Up to which moment of receipt readings have been counted into hourly figures; one row."""

    received_until = models.DateTimeField()


class KeptTerm(models.Model):
    """How long a class of quantities is kept, as somebody decided for the whole installation; the newest row holds.

    klass: a class of archive/retention.yaml, whose own figures hold while there is no row.
    """

    klass = models.CharField(max_length=20)
    readings_days = models.PositiveIntegerField()
    hours_days = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects: ClassVar[models.Manager["KeptTerm"]] = models.Manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"kept-{self.klass}-{self.pk}"
