"""Channels over HTTP, against a gateway on this machine that answers as the providers do."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from linan.response.calls.channels import channel_kinds, dingtalk, feishu, sms, voice, webhook
from linan.response.calls.channels._aliyun import signature_of
from linan.response.calls.channels._signing import signature
from linan.response.calls.channels.wecom import cut
from linan.response.calls.domain.letters import Came, ForgedReceipt, Push, Reach, Receipt, Result, Verdict
from tests.response.calls.gateway import Gateway, a_letter, hand_over

ALIYUN = {"access_key_id": "id", "access_key_secret": "key", "sign_name": "演示社区", "template_code": "SMS_1", "tts_code": "TTS_1"}
SETTINGS = {
    "sms": ALIYUN, "voice": ALIYUN, "dingtalk": {"access_token": "t", "secret": "s"}, "wecom": {"key": "k"},
    "feishu": {"secret": "s"}, "ntfy": {"topic": "demo"}, "webhook": {"secret": "s"}, "loudspeaker": {"secret": "s", "zones": "3,4"},
}
TAKEN = {
    "sms": {"Code": "OK", "BizId": "b1"}, "voice": {"Code": "OK", "CallId": "b1"}, "dingtalk": {"errcode": 0},
    "wecom": {"errcode": 0}, "feishu": {"code": 0}, "ntfy": {"id": "b1"}, "webhook": {"id": "b1"},
    "loudspeaker": {"code": 0, "task": "b1"},
}
over_http = pytest.mark.parametrize("kind", sorted(SETTINGS))


@pytest.mark.parametrize("kind", sorted(channel_kinds()))
def test_every_channel_says_what_it_is_and_what_it_asks(kind):
    module = channel_kinds()[kind]

    names = {asked.name for asked in module.ASKS}

    assert module.TITLE != ""
    assert module.REACHES in Reach
    assert not names or names & {"url", "host", "mailto"}


@over_http
def test_what_a_provider_takes_is_accepted(kind):
    gateway = Gateway()
    gateway.will_answer(TAKEN[kind])

    (result,) = hand_over(kind, SETTINGS[kind], gateway=gateway)

    assert result.verdict == Verdict.ACCEPTED
    assert len(gateway.posts) == 1


@over_http
def test_a_gateway_that_is_broken_is_tried_again(kind):
    gateway = Gateway()
    gateway.will_answer({}, status=503)

    (result,) = hand_over(kind, SETTINGS[kind], gateway=gateway)

    assert (result.verdict, result.code) == (Verdict.RETRY, "http 503")


@over_http
def test_a_gateway_that_asks_for_patience_gets_it(kind):
    gateway = Gateway()
    gateway.will_answer({}, status=429, headers={"Retry-After": "30"})

    (result,) = hand_over(kind, SETTINGS[kind], gateway=gateway)

    assert (result.verdict, result.after) == (Verdict.RETRY, timedelta(seconds=30))


@over_http
def test_a_gateway_that_is_not_there_is_tried_again(kind):
    (result,) = hand_over(kind, {**SETTINGS[kind], "url": "http://127.0.0.1:9/"})

    assert result.verdict == Verdict.RETRY


@over_http
def test_of_an_answer_that_got_lost_nobody_knows_whether_it_was_taken(kind):
    gateway = Gateway(hangs_s=5)

    (result,) = hand_over(kind, {**SETTINGS[kind], "timeout_s": "0.3"}, gateway=gateway)

    assert (result.verdict, result.code) == (Verdict.UNKNOWN, "timeout")


@over_http
def test_a_redirect_is_not_followed(kind):
    gateway = Gateway()
    gateway.will_answer({}, status=302, headers={"Location": "http://127.0.0.1:9/"})

    (result,) = hand_over(kind, SETTINGS[kind], gateway=gateway)

    assert result == Result(Verdict.REFUSED, code="http 302")


@pytest.mark.parametrize(
    ("kind", "body", "verdict", "code"),
    [
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, Verdict.REFUSED, "310000"),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, Verdict.RETRY, "130101"),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, Verdict.REFUSED, "93000"),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, Verdict.RETRY, "45009"),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, Verdict.REFUSED, "19021"),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, Verdict.RETRY, "11232"),
        ("feishu", {"StatusCode": 0, "StatusMessage": "success"}, Verdict.ACCEPTED, "0"),
        ("sms", {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}, Verdict.REFUSED, "isv.MOBILE_NUMBER_ILLEGAL"),
        ("sms", {"Code": "isv.BUSINESS_LIMIT_CONTROL"}, Verdict.RETRY, "isv.BUSINESS_LIMIT_CONTROL"),
        ("voice", {"Code": "isp.SYSTEM_ERROR"}, Verdict.RETRY, "isp.SYSTEM_ERROR"),
        ("loudspeaker", {"code": 17}, Verdict.REFUSED, "17"),
    ],
)
def test_the_code_in_the_body_counts_and_not_the_200_around_it(kind, body, verdict, code):
    gateway = Gateway()
    gateway.will_answer(body)

    (result,) = hand_over(kind, SETTINGS[kind], gateway=gateway)

    assert (result.verdict, result.code) == (verdict, code)


def test_aliyuns_own_example_of_a_text_message_has_its_signature():
    # Source: Alibaba Cloud SMS, "Request signature", example SendSms.
    example = {
        "AccessKeyId": "testId", "Action": "SendSms", "Format": "XML", "OutId": "123", "PhoneNumbers": "15300000001",
        "RegionId": "cn-hangzhou", "SignName": "阿里云短信测试专用", "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466", "SignatureVersion": "1.0", "TemplateCode": "SMS_71390007",
        "TemplateParam": '{"customer":"test"}', "Timestamp": "2017-07-12T02:42:19Z", "Version": "2017-05-25",
    }

    signed = signature_of(example, secret="testSecret", method="GET")

    assert signed == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


def test_aliyuns_own_example_of_regions_has_its_signature():
    # Source: Alibaba Cloud ECS, "Request signature (RPC)", example DescribeRegions.
    example = {
        "AccessKeyId": "testid", "Action": "DescribeRegions", "Format": "XML", "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "SignatureVersion": "1.0",
        "Timestamp": "2016-02-23T12:46:24Z", "Version": "2014-05-26",
    }

    signed = signature_of(example, secret="testsecret", method="GET")

    assert signed == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="


def test_dingtalk_and_feishu_sign_the_same_moment_in_reverse():
    text = b"1700000000\nsecret"

    signs = dingtalk.sign("1700000000", "secret"), feishu.sign("1700000000", "secret")

    assert signs == (
        base64.b64encode(hmac.new(b"secret", text, hashlib.sha256).digest()).decode(),
        base64.b64encode(hmac.new(text, b"", hashlib.sha256).digest()).decode(),
    )


def test_a_text_message_carries_the_text_and_the_link_in_its_template():
    gateway = Gateway()
    gateway.will_answer(TAKEN["sms"])

    (result,) = hand_over("sms", SETTINGS["sms"], gateway=gateway)

    sent = gateway.posts[0]["body"]
    assert result.provider_id == "b1"
    assert (sent["PhoneNumbers"], sent["OutId"]) == ("12000001234", "linan-message-7")
    assert json.loads(sent["TemplateParam"]) == {"text": a_letter().text, "link": a_letter().link}


def test_a_robots_words_are_cut_between_characters():
    words = cut("火" * 1000, 2048)

    assert (len(words), len(words.encode())) == (682, 2046)


def test_a_webhook_is_signed_over_its_very_bytes_and_has_the_key_of_the_message():
    gateway = Gateway()

    hand_over("webhook", {"secret": "s"}, gateway=gateway)

    post = gateway.posts[0]
    stamp, _, mac = post["headers"]["x-linan-signature"].partition(",")
    wanted = hmac.new(b"s", stamp.removeprefix("t=").encode() + b"." + post["raw"], hashlib.sha256).hexdigest()
    assert mac == f"v1={wanted}"
    assert post["headers"]["idempotency-key"] == "linan-message-7"


NOW = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)
BODY = json.dumps({"receipts": [{"key": "linan-message-7", "came": "delivered"}]}).encode()


def pushed(body=BODY, *, secret="s", at=NOW):
    return Push(body=body, headers={"x-linan-signature": signature(body, secret=secret, at=at)})


def test_a_signed_receipt_is_read():
    receipts = webhook.read_receipts({"secret": "s"}, pushed(), now=NOW)

    assert receipts == [Receipt(came=Came.DELIVERED, key="linan-message-7")]


@pytest.mark.parametrize(
    "push", [pushed(secret="other"), pushed(at=NOW - timedelta(minutes=6)), Push(body=BODY), Push(body=b"{}", headers=pushed().headers)],
    ids=["another secret", "too old", "no signature", "another body"],
)
def test_a_forged_or_replayed_receipt_is_refused(push):
    with pytest.raises(ForgedReceipt):
        webhook.read_receipts({"secret": "s"}, push, now=NOW)


def test_a_line_without_a_secret_takes_no_receipts():
    with pytest.raises(ForgedReceipt):
        webhook.read_receipts({"secret": ""}, pushed(secret=""), now=NOW)


def test_a_status_report_of_a_text_message_is_read_by_its_token_only():
    report = json.dumps([{"biz_id": "b1", "out_id": "linan-message-7", "success": False, "err_code": "MK:0001"}]).encode()

    receipts = sms.read_receipts({"receipt_token": "t"}, Push(body=report, query={"token": "t"}), now=NOW)

    assert receipts == [Receipt(came=Came.FAILED, provider_id="b1", key="linan-message-7", code="MK:0001")]
    with pytest.raises(ForgedReceipt):
        sms.read_receipts({"receipt_token": "t"}, Push(body=report, query={"token": "x"}), now=NOW)


def test_pressing_one_on_the_phone_is_an_answer():
    report = json.dumps([{"call_id": "c1", "status_code": "200000", "dtmf": "1", "out_id": "linan-message-7"}]).encode()

    (receipt,) = voice.read_receipts({"receipt_token": "t"}, Push(body=report, query={"token": "t"}), now=NOW)

    assert (receipt.came, receipt.answer) == (Came.ACTED, "1")
