"""Signatures of alerts, made here with a key of the test."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from signxml.signer import XMLSigner

from linan.monitoring.domain.warnings import BadWarning, decode
from linan.monitoring.domain.warnings.message import SignatureState
from tests.monitoring.domain.warnings.files import cap

SENT = datetime(2026, 1, 14, 19, tzinfo=UTC)


def _signed(raw: bytes, *, until: datetime = SENT + timedelta(days=30)) -> bytes:
    """Return the alert with an enveloped signature and the certificate of "met.example.cn" in it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "met.example.cn")])
    begun = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = begun.serial_number(7).not_valid_before(SENT - timedelta(days=1)).not_valid_after(until)
    certificate = dated.sign(key, hashes.SHA256())
    signer = XMLSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256")
    return etree.tostring(signer.sign(etree.fromstring(raw), key=key, cert=[certificate]))


def test_a_signature_that_fits_names_its_signer():
    message = decode(_signed(cap()))

    assert (message.signature.state, message.signature.signer) == (SignatureState.INTACT, "met.example.cn")


def test_a_certificate_that_ran_out_after_the_alert_was_sent_is_no_fault():
    message = decode(_signed(cap(), until=SENT + timedelta(hours=1)))

    assert message.signature.state == SignatureState.INTACT


def test_a_certificate_that_had_run_out_before_leaves_it_unchecked():
    message = decode(_signed(cap(), until=SENT - timedelta(hours=1)))

    assert message.signature.state == SignatureState.UNCHECKED


@pytest.mark.parametrize("change", [(b"Heavy rain", b"Light rain"), (b"Severe", b"Minor "), (b"32.0,118.7", b"32.0,118.8")])
def test_one_word_changed_on_the_way_breaks_it(change):
    with pytest.raises(BadWarning) as refusal:
        decode(_signed(cap()).replace(*change))

    assert refusal.value.code in ("warning_signature_broken", "warning_not_valid")


def test_white_space_between_elements_added_after_signing_is_forgiven():
    bare = etree.fromstring(cap(), etree.XMLParser(remove_blank_text=True))
    signed = _signed(etree.tostring(bare)).replace(b"</sender>", b"</sender>\n   ")

    assert decode(signed).signature.state == SignatureState.INTACT


def test_of_several_signatures_none_is_believed():
    signed = _signed(cap())
    start, end = signed.index(b"<ds:Signature "), signed.index(b"</ds:Signature>") + len(b"</ds:Signature>")

    message = decode(signed[:end] + signed[start:end] + signed[end:])

    assert message.signature.state == SignatureState.UNCHECKED
