"""Tables of posts: who held which post from when to when, and how it was handed over."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class Post(models.TextChoices):
    """What somebody answers for in an incident."""

    OWNER = "owner", _("owner of the incident")
    COMMANDER = "commander", _("commander on site")
    DEPUTY = "deputy", _("deputy commander")
    LEAD = "lead", _("group leader")
    MEMBER = "member", _("group member")


# Held by one person at a time.
SINGLE = (Post.OWNER, Post.COMMANDER, Post.DEPUTY, Post.LEAD)


class Group(models.Model):
    """A working group of an incident, from the plan. leader, members: whom the plan names, in its words."""

    incident = models.ForeignKey("response.Incident", on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=60)
    leader = models.CharField(max_length=120, blank=True, default="")
    members = models.CharField(max_length=200, blank=True, default="")
    duty = models.TextField(blank=True, default="")
    formed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Group"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="group_formed_once")]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """A post held by one person from one moment to another (open end: still). why_ended: where nobody handed it over."""

    incident = models.ForeignKey("response.Incident", on_delete=models.CASCADE, related_name="holdings")
    post = models.CharField(max_length=12, choices=Post.choices)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="holdings")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why_ended = models.CharField(max_length=400, blank=True, default="")

    objects: ClassVar[models.Manager["Holding"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "post", "group"], condition=Q(to_at=None) & ~Q(post="member"),
                nulls_distinct=False, name="post_held_by_one",
            ),
            models.CheckConstraint(condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="held_forwards"),
            models.CheckConstraint(condition=Q(post__in=["lead", "member"]) ^ Q(group=None), name="group_posts_have_groups"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.person_id}"


class HandOver(models.Model):
    """A post offered to the next person, who ticks every open point and then takes it. org: where that person finds it."""

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="hand_overs")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["HandOver"]] = scoped_manager("org")

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["holding"], condition=Q(taken_at=None, withdrawn_at=None), name="one_open_hand_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.holding} → {self.to_id}"


class HandOverPoint(models.Model):
    """An open point as it stood when a post was offered: what it was in words, and when the next person ticked it."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="points")
    text = models.JSONField()
    figures = models.JSONField()
    is_late = models.BooleanField(default=False)
    url = models.CharField(max_length=200, blank=True, default="")
    ticked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["HandOverPoint"]] = scoped_manager("hand_over__org")

    class Meta:
        ordering = ["pk"]
