"""Signatures of alerts, made here with a key of the test."""

from datetime import datetime, timedelta

import pytest
from lxml import etree

from linan.monitoring.domain.warnings import BadWarning, decode
from linan.monitoring.domain.warnings.message import SignatureState
from tests.builders.signing import SENT, an_issuer
from tests.monitoring.domain.warnings.files import cap


def _signed(raw: bytes, *, until: datetime = SENT + timedelta(days=30)) -> bytes:
    """Return the alert with an enveloped signature and the certificate of "met.example.cn" in it."""
    return an_issuer(last=until).sign(raw)


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
