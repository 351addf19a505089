"""Tables of what is heard from outside, and of those who feed it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.command.plotting.domain.ratings import CREDIBILITY, RELIABILITY, tone_of
from linan.ground.access.scopes import scoped_manager
from linan.ground.text import Sentence, say


class BulletinKind(models.TextChoices):
    """What outside information is about."""

    MEDIA = "media", _("media and public opinion")
    WEATHER = "weather", _("weather")
    ENVIRONMENT = "environment", _("environment")
    TRAFFIC = "traffic", _("traffic")


ICONS = {
    BulletinKind.MEDIA: "sound", BulletinKind.WEATHER: "rain", BulletinKind.ENVIRONMENT: "water",
    BulletinKind.TRAFFIC: "map",
}


class BulletinFeed(models.Model):
    """Somebody who sends bulletins by himself. secret_hash: hex SHA-256 of 192 random bits.

    reliability: what the source is rated unless a bulletin says otherwise.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=BulletinKind.choices)
    reliability = models.CharField(max_length=1, default="F")
    secret_hash = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["BulletinFeed"]] = scoped_manager("org")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Bulletin(models.Model):
    """One piece of outside information 其他信息, with its source and how far it is to be believed.

    incident: empty for what concerns the day. at: when it was said; noted_at: when it came here. reliability,
    credibility: domain/ratings.py. key: the source's own name for it, so that sending it again changes nothing.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=BulletinKind.choices)
    text = models.TextField()
    source = models.CharField(max_length=120)
    url = models.URLField(max_length=500, blank=True, default="")
    reliability = models.CharField(max_length=1)
    credibility = models.PositiveSmallIntegerField()
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    feed = models.ForeignKey(BulletinFeed, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(max_length=120, blank=True, default="")

    objects: ClassVar[models.Manager["Bulletin"]] = scoped_manager("org")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["org", "-at"], name="bulletin_list")]
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], condition=~models.Q(key=""), name="bulletin_of_a_feed_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def rating(self) -> str:
        """Both marks of the Admiralty code: B2."""
        return f"{self.reliability}{self.credibility}"

    @property
    def rating_words(self) -> tuple[Sentence, Sentence]:
        """What the two marks mean."""
        return say(RELIABILITY[self.reliability]), say(CREDIBILITY[self.credibility])

    @property
    def tone(self) -> str:
        """How far it may be acted upon, as a tone."""
        return "grey" if self.withdrawn_at else tone_of(self.reliability, self.credibility)

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return ICONS[BulletinKind(self.kind)]
