"""Table of what proves that a task was done."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.response.domain.proofs import ProofKind
from linan.response.models.tasks import Task

KIND_WORDS = [
    (ProofKind.PHOTO.value, _("a photo")),
    (ProofKind.COUNT.value, _("a count")),
    (ProofKind.SIGNATURE.value, _("a signature")),
]


class TaskProof(models.Model):
    """One proof of one task; none is changed, a better one is handed in beside it.

    file: the photo, or the signature where it was drawn. number and unit: of a count. signer: whoever signed, as typed.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=12, choices=KIND_WORDS)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True, default="")
    signer = models.CharField(max_length=60, blank=True, default="")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["TaskProof"]] = scoped_manager("task__org")

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="proof_is_whole",
                condition=models.Q(kind=ProofKind.PHOTO.value, file__isnull=False)
                | models.Q(kind=ProofKind.COUNT.value, number__gte=Decimal(0)) & ~models.Q(unit="")
                | models.Q(kind=ProofKind.SIGNATURE.value) & ~models.Q(signer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}/{self.kind}"
