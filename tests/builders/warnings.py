"""Builders of public warnings: files taken in, cards, sources."""

from datetime import datetime
from itertools import count

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Role
from linan.monitoring.actions.signers import NewSigner, trust_signer
from linan.monitoring.actions.warning_sources import NewSource, add_source
from linan.monitoring.actions.warnings import Received, take_in
from linan.monitoring.models import TrustedSigner, WarningCard, WarningFile
from tests.build import NOW, a_person
from tests.builders.signing import Issuer, an_issuer
from tests.monitoring.domain.warnings.files import national

_numbers = count(20260114190001)


def a_warning_file(*, org: Org, content: bytes = b"", at: datetime = NOW) -> WarningFile:
    """Return a file taken in by an organisation: a blue rainstorm warning for its own code unless given."""
    with everywhere():
        received = Received(content=content or national(code=org.code.ljust(12, "0")), org=org, name="预警.xml")
        return take_in(received, by=SYSTEM, now=at)


def a_warning_card(*, org: Org, at: datetime = NOW, content: bytes = b"") -> WarningCard:
    """Return the open card of a community about a blue rainstorm warning, unless another is given."""
    file = a_warning_file(org=org, at=at, content=content)
    with everywhere():
        return WarningCard.objects.select_related("warning", "org").get(org=org, warning__file=file)


def another_warning(org: Org) -> bytes:
    """Return a file that no call gave before: a blue rainstorm warning for the organisation's code."""
    return national(identifier=f"32990141600000_{next(_numbers)}", code=org.code.ljust(12, "0"))


def a_trusted_signer(*, org: Org, issuer: Issuer | None = None) -> TrustedSigner:
    """Return a certificate that an organisation vouches for."""
    new = NewSigner(issuer="市气象局", pem=(issuer or an_issuer()).pem, compared="值班电话核对")
    with everywhere():
        return trust_signer(new, org=org, by=a_person(org=org, role=Role.INTEGRATOR), now=NOW)


def a_warning_source(*, org: Org, route: str = "push", url: str = "") -> NewSource:
    """Return a source of warnings with its secret."""
    with everywhere():
        return add_source(org=org, name="区应急管理局", route=route, url=url, by=SYSTEM, now=NOW)
