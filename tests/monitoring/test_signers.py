"""Whose signatures are believed: certificates that somebody vouched for, said in words on every warning."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.ground.refusals import NotFound, Refused
from linan.monitoring.actions.signers import NewSigner, trust_signer, withdraw_signer
from linan.monitoring.models import EarlyWarning, TrustedSigner
from linan.monitoring.signing import Proof, Signed, signed
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.signing import SENT, Issuer, an_issuer
from tests.builders.warnings import a_trusted_signer, a_warning_file
from tests.monitoring.domain.warnings.files import cap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def community() -> Org:
    return a_community()


@pytest.fixture
def integrator(community: Org) -> Person:
    """Who looks after the wires of the community."""
    return a_person(org=community, role=Role.INTEGRATOR)


@pytest.fixture
def issuer() -> Issuer:
    """A weather service with a key of its own."""
    return an_issuer()


def received(org: Org, content: bytes) -> EarlyWarning:
    return a_warning_file(org=org, content=content).warnings.get()


def test_a_warning_signed_with_a_certificate_of_the_list_is_trusted(community: Org, issuer: Issuer) -> None:
    row = a_trusted_signer(org=community, issuer=issuer)

    warning = received(community, issuer.sign(cap()))

    assert signed(warning) == Signed(Proof.TRUSTED, row)
    assert (row.subject, row.valid_from, row.fingerprint) == ("met.example.cn", SENT - timedelta(days=1), warning.fingerprint)


def test_what_an_organisation_above_vouches_for_counts_below_and_not_beside(community: Org, issuer: Issuer) -> None:
    row = a_trusted_signer(org=community.parent, issuer=issuer)
    elsewhere = a_community(name="另一社区")

    below, beside = received(community, issuer.sign(cap())), received(elsewhere, issuer.sign(cap()))

    assert signed(below) == Signed(Proof.TRUSTED, row)
    assert signed(beside) == Signed(Proof.UNKNOWN)


def test_somebody_else_under_the_same_name_is_unknown(community: Org, issuer: Issuer) -> None:
    a_trusted_signer(org=community, issuer=issuer)

    warning = received(community, an_issuer(name="met.example.cn").sign(cap()))

    assert (warning.signer, signed(warning)) == ("met.example.cn", Signed(Proof.UNKNOWN))


def test_a_certificate_taken_back_proves_nothing_of_what_came_before(
    community: Org, issuer: Issuer, integrator: Person
) -> None:
    row = a_trusted_signer(org=community, issuer=issuer)
    warning = received(community, issuer.sign(cap()))

    withdraw_signer(signer_id=row.pk, because="密钥丢失", by=integrator, now=NOW)

    assert signed(warning).proof == Proof.WITHDRAWN
    with pytest.raises(NotFound):
        withdraw_signer(signer_id=row.pk, because="再次", by=integrator, now=NOW)
    assert Logged.objects.filter(kind="monitoring.SignerWithdrawn").count() == 1


def test_an_alert_without_a_signature_proves_nothing_and_says_so(community: Org) -> None:
    assert signed(received(community, cap())) == Signed(Proof.UNSIGNED)


def test_a_broken_signature_is_refused_with_its_reason_on_the_page_of_the_file(community: Org, issuer: Issuer) -> None:
    a_trusted_signer(org=community, issuer=issuer)
    changed = issuer.sign(cap()).replace(b"Heavy rain", b"Light rain")

    file = a_warning_file(org=community, content=changed)

    page = signed_in_client(a_person(org=community)).get(reverse("monitoring:warning-file", args=[file.pk])).content.decode()
    assert (file.faults[0]["code"], EarlyWarning.objects.count()) == ("warning_signature_broken", 0)
    assert "签名与内容不符" in page


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("issuer", " ", "issuer_missing"),
        ("compared", "", "comparison_missing"),
        ("pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "not_a_certificate"),
        ("pem", an_issuer().key_pem, "private_key_given"),
        ("pem", an_issuer(last=NOW - timedelta(hours=1)).pem, "certificate_ran_out"),
    ],
)
def test_what_cannot_be_vouched_for_is_refused(
    field: str, given: str, code: str, community: Org, integrator: Person, issuer: Issuer
) -> None:
    new = NewSigner(**{"issuer": "市气象局", "pem": issuer.pem, "compared": "电话核对"} | {field: given})

    with pytest.raises(Refused) as refused:
        trust_signer(new, org=community, by=integrator, now=NOW)

    assert (refused.value.code, refused.value.field, TrustedSigner.objects.count()) == (code, field, 0)


def test_a_certificate_is_trusted_once_and_again_after_it_was_taken_back(
    community: Org, integrator: Person, issuer: Issuer
) -> None:
    first = a_trusted_signer(org=community, issuer=issuer)
    with pytest.raises(Refused) as refused:
        a_trusted_signer(org=community, issuer=issuer)

    withdraw_signer(signer_id=first.pk, because="误登", by=integrator, now=NOW)
    second = a_trusted_signer(org=community, issuer=issuer)

    assert refused.value.code == "already_trusted"
    assert signed(received(community, issuer.sign(cap()))) == Signed(Proof.TRUSTED, second)


def test_the_pages_say_it_in_words_before_and_after(community: Org, integrator: Person) -> None:
    client = signed_in_client(integrator)
    lasting = an_issuer(last=datetime.now(UTC) + timedelta(days=400))
    file = a_warning_file(org=community, content=lasting.sign(cap()))
    address = reverse("monitoring:warning-file", args=[file.pk])
    unknown = client.get(address).content.decode()

    asked = {"issuer": "市气象局", "pem": lasting.pem, "compared": "与值班台 12121 电话核对"}
    added = client.post(reverse("monitoring:signer-adding"), asked)
    trusted = client.get(address).content.decode()
    row = TrustedSigner.objects.get()
    listed = client.get(reverse("monitoring:warning-signers")).content.decode()
    refused = client.post(reverse("monitoring:signer-withdrawal", args=[row.pk]), {"because": " "})
    client.post(reverse("monitoring:signer-withdrawal", args=[row.pk]), {"because": "换证"})

    assert ("签名者自称“met.example.cn”" in unknown, "由 市气象局 签名" in trusted) == (True, True)
    assert (added.status_code, refused.status_code) == (302, 422)
    assert ":".join(row.fingerprint[at : at + 2].upper() for at in range(0, 64, 2)) in listed
    assert "撤销信任" in client.get(address).content.decode()
