"""Mail, SMPP and web push against servers and codecs that nobody here wrote."""

import asyncio
import base64
import json
import os
import struct
from contextlib import suppress
from typing import Any

import http_ece
import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, b64urlencode
from smpplib import consts
from smpplib.smpp import make_pdu, parse_pdu

from linan.response.calls.channels import email, smpp, web_push
from linan.response.calls.domain.letters import Came, Receipt, Verdict
from tests.response.calls.gateway import a_letter


class Post:
    """A mail server's hand: keeps what it takes, refuses one address."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope)
        return "250 taken"


def mail(*addresses):
    post = Post()

    async def send():
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(post), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        line = email.open_line({"host": "127.0.0.1", "port": str(port), "security": "none", "sender": "linan@example.org"})
        try:
            return [await line.send(a_letter(address=one)) for one in addresses]
        finally:
            await line.close()
            server.close()

    return post, asyncio.run(send())


def test_a_mail_server_takes_a_call_with_its_link():
    post, (result,) = mail("wang@example.org")

    assert result.verdict == Verdict.ACCEPTED
    assert (post.mails[0].mail_from, post.mails[0].rcpt_tos) == ("linan@example.org", ["wang@example.org"])
    assert b"Message-ID: <linan-message-7@example.org>" in post.mails[0].content


def test_an_address_that_a_mail_server_refuses_is_refused_for_good_and_the_next_still_goes():
    post, results = mail("nobody@example.org", "wang@example.org")

    assert [one.verdict for one in results] == [Verdict.REFUSED, Verdict.ACCEPTED]
    assert results[0].code == "smtp 550"
    assert len(post.mails) == 1


def test_a_mail_server_that_is_away_is_tried_again():
    line = email.open_line({"host": "127.0.0.1", "port": "9", "security": "none", "sender": "linan@example.org"})

    result = asyncio.run(line.send(a_letter(address="wang@example.org")))

    assert result.verdict == Verdict.RETRY


class Carrier:
    """A short message centre written with smpplib's codec: takes messages, answers with a status, sends receipts."""

    sequence = 0

    def __init__(self, status: int = 0) -> None:
        self.status = status
        self.taken: list[Any] = []

    async def serve(self) -> asyncio.Server:
        return await asyncio.start_server(self._talk, "127.0.0.1", 0)

    async def _talk(self, reader, writer):
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                size = await reader.readexactly(4)
                raw = size + await reader.readexactly(struct.unpack(">L", size)[0] - 4)
                for answer in self._answers(parse_pdu(raw, client=self, allow_unknown_opt_params=True)):
                    writer.write(answer)
                await writer.drain()

    def _answers(self, asked):
        if asked.command == "submit_sm":
            self.taken.append(asked)
            number = f"m{len(self.taken)}"
            yield self._pdu("submit_sm_resp", asked.sequence, status=self.status, message_id=number)
            if not self.status:
                yield self._receipt(number)
        elif f"{asked.command}_resp" in ("bind_transceiver_resp", "enquire_link_resp", "unbind_resp"):
            columns = {"system_id": "carrier"} if asked.command == "bind_transceiver" else {}
            yield self._pdu(f"{asked.command}_resp", asked.sequence, **columns)

    def _receipt(self, number):
        text = f"id:{number} sub:001 dlvrd:001 submit date:2601150312 done date:2601150312 stat:DELIVRD err:000 text:".encode()
        return self._pdu(
            "deliver_sm", 900 + len(self.taken), source_addr="12000001234", destination_addr="10690000", esm_class=4,
            short_message=text, sm_length=len(text), service_type="", data_coding=0,
        )

    def _pdu(self, command, sequence, *, status=0, **columns):
        pdu = make_pdu(command, client=self, **columns)
        pdu.sequence, pdu.status = sequence, status
        return pdu.generate()

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence


def over_smpp(carrier, letter, *, receipts=0):
    async def run():
        server = await carrier.serve()
        port = server.sockets[0].getsockname()[1]
        line = smpp.open_line({
            "host": "127.0.0.1", "port": str(port), "system_id": "linan", "password": "secret", "source": "10690000",
        })
        try:
            result = await line.send(letter)
            heard = line.receipts()
            return result, [await asyncio.wait_for(anext(heard), 5) for _ in range(receipts)]
        finally:
            await line.close()
            server.close()

    return asyncio.run(run())


def test_a_carrier_takes_a_long_message_in_parts_that_belong_together():
    carrier = Carrier()
    letter = a_letter(text="火" * 80, link="")

    result, _ = over_smpp(carrier, letter)

    first, second = (one.short_message for one in carrier.taken)
    assert (result.verdict, result.provider_id) == (Verdict.ACCEPTED, "m1")
    assert (first[:3], first[4:6], second[4:6]) == (b"\x05\x00\x03", b"\x02\x01", b"\x02\x02")
    assert (first[6:] + second[6:]).decode("utf-16-be").strip() == "火" * 80
    assert {one.data_coding for one in carrier.taken} == {consts.SMPP_ENCODING_ISO10646}


def test_a_carriers_receipt_comes_back_over_the_session():
    _, receipts = over_smpp(Carrier(), a_letter(text="短", link=""), receipts=1)

    assert receipts == [Receipt(Came.DELIVERED, provider_id="m1", code="DELIVRD")]


@pytest.mark.parametrize(
    ("status", "verdict"), [(consts.SMPP_ESME_RTHROTTLED, Verdict.RETRY), (consts.SMPP_ESME_RINVDSTADR, Verdict.REFUSED)]
)
def test_a_carriers_status_decides_whether_it_is_tried_again(status, verdict):
    result, _ = over_smpp(Carrier(status), a_letter(text="短", link=""))

    assert (result.verdict, result.code) == (verdict, f"0x{status:08x}")


def test_a_push_arrives_encrypted_for_the_browser_that_agreed_to_it():
    browser, secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    taken: list[tuple[dict[str, str], bytes]] = []

    async def take(request):
        taken.append(({name.lower(): value for name, value in request.headers.items()}, await request.read()))
        return web.Response(status=201)

    async def run():
        app = web.Application()
        app.router.add_post("/push", take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        endpoint = f"http://127.0.0.1:{runner.addresses[0][1]}/push"
        keys = {"p256dh": b64urlencode(point), "auth": b64urlencode(secret)}
        line = web_push.open_line({"mailto": "linan@example.org", "private_key": _vapid_key()})
        try:
            return await line.send(a_letter(address=json.dumps({"endpoint": endpoint, "keys": keys})))
        finally:
            await line.close()
            await runner.cleanup()

    result = asyncio.run(run())

    headers, body = taken[0]
    words = json.loads(http_ece.decrypt(body, private_key=browser, auth_secret=secret, version="aes128gcm"))
    assert (result.verdict, words["body"]) == (Verdict.ACCEPTED, a_letter().text)
    assert headers["urgency"] == "high"


def _vapid_key():
    keys = Vapid02()
    keys.generate_keys()
    number = keys.private_key.private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
