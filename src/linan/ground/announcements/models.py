"""Tables of the log."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now

if TYPE_CHECKING:
    _IntegerField = models.Field[int, int]
else:  # Django's own class takes no type parameters at run time
    _IntegerField = models.Field


class Xid8Field(_IntegerField):
    """PostgreSQL's 64-bit transaction id, an int in Python."""

    def db_type(self, connection: object) -> str:
        return "xid8"

    def from_db_value(self, value: str | None, expression: object, connection: object) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        # An untyped literal: PostgreSQL has no cast from integers to xid8.
        return str(value) if isinstance(value, int) else value


class CurrentXid(Func):
    """pg_current_xact_id(): the id of the transaction that writes the row."""

    template = "pg_current_xact_id()"
    output_field = Xid8Field()


class Logged(models.Model):
    """One announcement: what happened, by whom, about which things, in which organisation.

    Rows are read in commit order: (generation, xid, id), and only when xid is settled. `generation`
    grows by one at each restore, because a restored log carries transaction ids of another server.
    `about` names the changed things ("incident-42"), which is all that the live channel sends.
    A trigger of the database refuses UPDATE and DELETE.
    """

    id = models.BigAutoField(primary_key=True)
    generation = models.IntegerField(db_default=0)
    xid = Xid8Field(db_default=CurrentXid())
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_id = models.BigIntegerField(null=True)
    org_id = models.BigIntegerField(null=True)
    about = ArrayField(models.CharField(max_length=60))
    payload = models.JSONField()
    mode = models.CharField(max_length=8, default="real")

    objects: ClassVar[models.Manager["Logged"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["generation", "xid", "id"], name="logged_in_order"),
            models.Index(fields=["kind", "generation", "xid", "id"], name="logged_kind_in_order"),
            GinIndex(fields=["about"], name="logged_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Cursor(models.Model):
    """How far a reader of the log has come: everything up to this row has had its effect."""

    name = models.CharField(max_length=120, primary_key=True)
    generation = models.IntegerField(default=0)
    xid = Xid8Field(default=0)
    logged_id = models.BigIntegerField(default=0)

    objects: ClassVar[models.Manager["Cursor"]] = models.Manager()

    def __str__(self) -> str:
        return self.name


class DeadLetter(models.Model):
    """A reaction that failed. From GIVEN_UP failures on it is a dead letter: the log moves on without it.

    A row with fewer failures is being tried again, and is deleted when the reaction succeeds.
    """

    GIVEN_UP: ClassVar[int] = 5

    handler = models.CharField(max_length=120)
    logged = models.ForeignKey(Logged, on_delete=models.DO_NOTHING, related_name="dead_letters")
    failures = models.IntegerField(default=0)
    error = models.TextField()
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["DeadLetter"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handler", "logged"], name="one_letter_per_reaction")]

    def __str__(self) -> str:
        return f"{self.handler} {self.logged_id}"


class Seal(models.Model):
    """One link of the hash chain over the log; positions count from 1 without a gap.

    `logged_id` is no foreign key: the chain must be able to name a row that has gone.
    """

    position = models.BigIntegerField(primary_key=True)
    logged_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    objects: ClassVar[models.Manager["Seal"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.position)
