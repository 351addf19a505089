"""Tables of the log."""

from typing import TYPE_CHECKING, ClassVar

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
    """PostgreSQL's 64-bit transaction id."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class CurrentXid(Func):
    """pg_current_xact_id(): the id of the transaction that writes the row."""

    template = "pg_current_xact_id()"
    output_field = Xid8Field()


class Logged(models.Model):
    """One announcement: what happened, by whom, about which things, in which organisation.

    Rows are read in commit order: (generation, xid, id), and only when xid is settled. `generation`
    grows by one at each restore, because a restored log carries transaction ids of another server.
    `about` names the changed things ("incident-42"), which is all that the live channel sends.
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
