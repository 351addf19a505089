"""Devices that sign in with certificates: paho over real TLS, with an authority made for the test."""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from queue import Queue

import paho.mqtt.client as paho
import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from paho.mqtt.enums import CallbackAPIVersion
from prometheus_client import REGISTRY

from linan.monitoring.domain.reading import Sender
from linan.monitoring.gateways import mqtt
from linan.monitoring.gateways._certificates import tls_context
from tests.monitoring.gateways.fakes import Door, Known, a_sender

SMOKE, OTHER = a_sender(1, "smoke"), a_sender(2, "smoke")
TOPIC, READING = "v1/devices/me/telemetry", '{"smoke": 0.02}'
NOW = datetime.now(UTC)
USUAL = (NOW - timedelta(days=1), NOW + timedelta(days=30))


@dataclass(frozen=True)
class Pair:
    """A certificate with its key, as files."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    pem: Path
    key_pem: Path

    @property
    def fingerprint(self) -> str:
        return f"sha256:{self.certificate.fingerprint(hashes.SHA256()).hex()}"


class Authority:
    """Issues certificates into a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._own: Pair | None = None
        self._own = self.issue(name, is_authority=True)
        self.pem = self._own.pem

    def issue(
        self, name: str, *, others: tuple[x509.GeneralName, ...] = (), span: tuple[datetime, datetime] = USUAL,
        is_authority: bool = False, by_itself: bool = False, for_servers: bool = False,
    ) -> Pair:
        """Return a certificate for a name; by_itself: signed by nobody else."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signer = None if by_itself else self._own
        use = ExtendedKeyUsageOID.SERVER_AUTH if for_servers else ExtendedKeyUsageOID.CLIENT_AUTH
        made = (
            x509.CertificateBuilder().subject_name(subject)
            .issuer_name(signer.certificate.subject if signer else subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(span[0]).not_valid_after(span[1])
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if not is_authority:
            made = made.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        if others:
            made = made.add_extension(x509.SubjectAlternativeName(others), critical=False)
        return self._kept(name, made.sign(signer.key if signer else key, hashes.SHA256()), key)

    def _kept(self, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Pair:
        stem = f"{name}-{certificate.serial_number}"
        pem, key_pem = self._folder / f"{stem}.pem", self._folder / f"{stem}.key"
        pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_pem.write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ))
        return Pair(certificate, key, pem, key_pem)


class Tokens(Known):
    """A directory of addresses and of the token "token"."""

    async def by_token(self, token: str) -> Sender | None:
        return self.still(token)

    def still(self, token: str) -> Sender | None:
        return SMOKE if token == "token" else None


@dataclass
class Said:
    """How one client fares: the answers to its CONNECTs with their reason strings."""

    connected: "Queue[tuple[str, str]]"
    client: paho.Client

    def answer(self) -> tuple[str, str]:
        return self.connected.get(timeout=10)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "街道设备证书机构")


@pytest.fixture
def door(authority: Authority) -> Iterator[Door]:
    host = authority.issue("linan", others=(x509.IPAddress(IPv4Address("127.0.0.1")),), for_servers=True)
    context = tls_context(str(host.pem), str(host.key_pem), clients=str(authority.pem))
    made = Door(
        lambda directory, sink, port: mqtt.listen(directory, sink, port=0, sealed={port: context}, patience_s=0.4),
        new_loop=uvloop.new_event_loop,
    )
    made.directory = Tokens()
    made.open()
    yield made
    made.close()


@pytest.fixture
def speak(door: Door, authority: Authority) -> Iterator[Callable[..., Said]]:
    """Connect with paho over MQTT 5, and send one reading when that is granted."""
    clients = []

    def begin(pair: Pair, *, token: str = "") -> Said:
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id="", protocol=paho.MQTTv5)
        said = Said(Queue(), client)
        client.tls_set(ca_certs=str(authority.pem), certfile=str(pair.pem), keyfile=str(pair.key_pem))
        client.username_pw_set(token) if token else None
        client.on_connect = lambda _, __, ___, code, properties: said.connected.put(
            (code.getName(), getattr(properties, "ReasonString", ""))
        )
        client.connect("127.0.0.1", door.port)
        client.loop_start()
        clients.append(client)
        return said

    yield begin
    for client in clients:
        client.loop_stop()


def counted(reason: str) -> float:
    return REGISTRY.get_sample_value("linan_gateway_refused_total", {"gateway": "mqtt", "reason": reason}) or 0.0


@pytest.mark.parametrize("bound", ["烟感-7", "smoke-7.linan.example", "urn:dev:ow:10e2073a01080063", "fingerprint"])
def test_a_certificate_of_the_authority_stands_for_the_token_of_the_device_that_it_names(
    door, authority, speak, bound
):
    pair = authority.issue("烟感-7", others=(
        x509.DNSName("smoke-7.linan.example"), x509.UniformResourceIdentifier("urn:dev:ow:10e2073a01080063"),
    ))
    door.directory.senders["certificate", pair.fingerprint if bound == "fingerprint" else bound] = SMOKE

    said = speak(pair)
    granted = said.answer()
    said.client.publish(TOPIC, READING, qos=1).wait_for_publish(10)

    assert granted == ("Success", "")
    assert (door.sink.columns.count, door.sink.columns.series[0], door.sink.columns.values[0]) == (1, 10, 0.02)


def test_a_single_certificate_is_trusted_for_itself_where_the_file_of_authorities_holds_it(authority, speak, door):
    alone = authority.issue("气体-1", by_itself=True)
    authority.pem.write_bytes(authority.pem.read_bytes() + alone.pem.read_bytes())
    host = authority.issue("linan-2", others=(x509.IPAddress(IPv4Address("127.0.0.1")),), for_servers=True)
    context = tls_context(str(host.pem), str(host.key_pem), clients=str(authority.pem))
    second = Door(
        lambda directory, sink, port: mqtt.listen(directory, sink, port=0, sealed={port: context}),
        new_loop=uvloop.new_event_loop,
    )
    second.directory = Tokens()
    second.directory.senders["certificate", alone.fingerprint] = SMOKE
    second.open()
    door.port, first = second.port, door.port

    answer = speak(alone).answer()
    door.port = first
    second.close()

    assert answer == ("Success", "")


def test_a_certificate_that_nobody_bound_is_refused_in_words_and_listed_with_its_names(door, authority, speak):
    before = counted("certificate_stranger")
    pair = authority.issue("烟感-8", others=(x509.DNSName("smoke-8.linan.example"),))

    answer = speak(pair).answer()

    assert answer == ("Not authorized", "no device is bound to this certificate")
    assert door.directory.strangers[0] == ("certificate", "烟感-8")
    assert counted("certificate_stranger") > before


def test_a_token_is_taken_beside_a_certificate_that_is_bound_to_nobody(door, authority, speak):
    assert speak(authority.issue("工地网关"), token="token").answer() == ("Success", "")
    assert door.directory.strangers == []


def test_the_token_of_one_device_and_the_certificate_of_another_open_nothing(door, authority, speak):
    door.directory.senders["certificate", "烟感-2"] = OTHER

    answer = speak(authority.issue("烟感-2"), token="token").answer()

    assert answer == ("Not authorized", "the certificate is that of another device")


def test_a_certificate_that_names_two_devices_opens_nothing(door, authority, speak):
    door.directory.senders |= {("certificate", "烟感-1"): SMOKE, ("certificate", "smoke-2.example"): OTHER}

    answer = speak(authority.issue("烟感-1", others=(x509.DNSName("smoke-2.example"),))).answer()

    assert answer == ("Not authorized", "the certificate names two devices")


def test_a_device_whose_certificate_is_bound_no_more_is_put_out(door, authority, speak):
    door.directory.senders["certificate", "烟感-1"] = SMOKE
    said = speak(authority.issue("烟感-1"))
    granted = said.answer()

    door.call(door.directory.senders.clear)

    # paho comes back by itself, and is told why it was put out.
    assert granted == ("Success", "")
    assert said.answer() == ("Not authorized", "no device is bound to this certificate")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("expired", "certificate_expired"), ("early", "certificate_early"), ("stranger", "certificate_issuer"),
        ("alone", "certificate_issuer"), ("server", "certificate_purpose"), ("none", "certificate_missing"),
    ],
)
def test_a_certificate_that_does_not_hold_ends_the_handshake_and_is_counted_with_its_reason(
    door, authority, tmp_path, kind, reason
):
    before = counted(reason)
    pair = {
        "expired": lambda: authority.issue("a", span=(NOW - timedelta(days=9), NOW - timedelta(days=1))),
        "early": lambda: authority.issue("a", span=(NOW + timedelta(days=1), NOW + timedelta(days=9))),
        "stranger": lambda: Authority(tmp_path, "别家机构").issue("烟感-1"),
        "alone": lambda: authority.issue("烟感-1", by_itself=True),
        "server": lambda: authority.issue("烟感-1", for_servers=True),
        "none": lambda: None,
    }[kind]()

    heard = _greet(door.port, authority, pair)

    assert heard == b""
    assert counted(reason) == before + 1


def _greet(port: int, authority: Authority, pair: Pair | None) -> bytes:
    """Shake hands as a client and wait for a word; in TLS 1.3 only the end of the connection says that it is refused."""
    context = ssl.create_default_context(cafile=str(authority.pem))
    context.load_cert_chain(pair.pem, pair.key_pem) if pair else None
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as sealed,
    ):
        return sealed.recv(1)
