"""Warnings out of the bytes that arrive."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from linan.monitoring.domain.warnings import BadWarning, decode, decode_all, decode_each, linked
from linan.monitoring.domain.warnings.levels import step_of
from linan.monitoring.domain.warnings.message import Action, Circle, Code, Level, SignatureState
from linan.monitoring.domain.warnings.times import BEIJING
from tests.monitoring.domain.warnings.files import SAMPLES, cap, national, sample

PUDONG = [json.loads(line) for line in (SAMPLES / "warnings_pudong.jsonl").read_text(encoding="utf-8").splitlines()]
REFUSED = {
    "weather_invalid.atom": ("warning_field_unreadable", "identifier"),
    "bushfire_invalid.edxlde": ("warning_not_valid", "alert"),
    "invalid_element.atom": ("warning_none_inside", None),
    "ex_amber.rss": ("warning_none_inside", None),
    "xee.cap": ("warning_dtd_refused", None),
    "invalid_signature.xml": ("warning_signature_broken", "Signature"),
}


@pytest.mark.parametrize("row", PUDONG, ids=[row["published_at"] for row in PUDONG])
def test_a_real_notice_gives_kind_level_area_and_moment(row):
    message = decode(row["description"].encode())

    found = (message.main.event, step_of(message.level).title.zh, message.areas[0].name)
    assert found == (row["warning_type"], f"{row['level']}预警", row["area"])
    assert message.sent_at.astimezone(BEIJING).isoformat()[:16] == row["published_at"]


@pytest.mark.parametrize(("name", "why"), REFUSED.items(), ids=REFUSED)
def test_a_bad_file_is_refused_with_code_and_field(name, why):
    with pytest.raises(BadWarning) as refusal:
        decode_all(sample(name))

    assert (refusal.value.code, refusal.value.field) == why


@pytest.mark.parametrize(
    ("name", "count", "format_", "headline"),
    [
        ("amber.atom", 1, "cap-1.1", "Amber Alert in Washington D.C."),
        ("australia.cap", 1, "cap-1.2", "Yerong Creek Structure Fire"),
        ("bushfire_valid.edxlde", 7, "cap-1.2", "One Tree MVA (Unmapped Incident)"),
        ("earthquake_signed.cap", 1, "cap-1.1", "EQ 1.3 The Geysers, CA - PRELIMINARY REPORT"),
        ("weather.atom", 1, "cap-1.1", "Flash Flood Watch issued August 30 at 4:07AM MDT expiring August 30 at 6:00PM MDT by NWS GreatFalls"),
    ],
)
def test_a_real_file_is_read(name, count, format_, headline):
    found = decode_all(sample(name))

    assert (len(found), found[0].format) == (count, format_)
    assert found[0].main.headline.startswith(headline[:40])


def test_an_envelope_with_two_bad_alerts_still_gives_the_good_ones():
    found = decode_each(sample("bushfire_invalid.edxlde"))

    refused = [one for one in found if isinstance(one, BadWarning)]
    assert (len(found), len(refused)) == (7, 2)


def test_an_index_names_the_addresses_of_its_warnings():
    assert [link[:7] for link in linked(sample("ex_amber.rss"))] == ["http://"]


def test_a_signature_that_cannot_be_checked_is_told_and_not_taken_for_good():
    message = decode(sample("earthquake_signed.cap"))

    assert message.signature.state == SignatureState.UNCHECKED
    assert message.remarks[0].msgid == "The signature could not be checked: %(problem)s."


def test_a_signature_torn_open_is_refused_like_one_that_does_not_fit():
    torn = sample("invalid_signature.xml").replace(b"</ds:Signature>", b"</ds:Signature>99")

    with pytest.raises(BadWarning) as refusal:
        decode(torn)

    assert refusal.value.code == "warning_signature_broken"


def test_the_national_file_gives_colour_kind_code_and_chain():
    message = decode(national(action="Update", references="32990141600000_20260114100000", expires="2026-01-15 09:00:00"))

    assert (message.level, message.kind, message.action) == (Level("cn_four", 4), "11B03", Action.UPDATE)
    assert message.areas[0].codes == (Code("CPEAS Geographic Code", "329901000000"),)
    assert message.references[0].identifier == "32990141600000_20260114100000"
    assert message.ends_at.isoformat() == "2026-01-15T09:00:00+08:00"


def test_a_national_update_whose_headline_ends_the_warning_is_a_cancellation():
    message = decode(national(action="Update", headline="演示区气象局解除暴雨蓝色预警[IV级/一般]"))

    assert message.action == Action.CANCEL


def test_a_colour_that_contradicts_its_headline_is_refused():
    with pytest.raises(BadWarning) as refusal:
        decode(national(severity="Red"))

    assert (refusal.value.code, refusal.value.field) == ("warning_field_unreadable", "severity")


@pytest.mark.parametrize(
    ("headline", "level"),
    [
        ("演示区发布地质灾害气象风险橙色预警[四级]", Level("cn_geo_five_old", 2)),
        ("演示区发布地质灾害气象风险蓝色预警[四级]", Level("cn_four", 4)),
        ("演示区发布地质灾害气象风险黄色预警[三级]", Level("cn_four", 3)),
        ("演示区发布地质灾害气象风险预警[五级]", Level("cn_geo_five_old", 1)),
    ],
)
def test_the_older_scale_of_five_is_never_mixed_with_todays_four(headline, level):
    colour = {"橙": "Orange", "蓝": "Blue", "黄": "Yellow"}.get(headline[-9], "Unstated")

    message = decode(national(event="11B37", headline=headline, severity=colour))

    assert message.level == level


def test_real_feeds_may_write_z_and_the_schema_is_kept_for_the_rest():
    message = decode(cap(sent="2026-01-14T19:00:00Z"))

    assert message.sent_at.isoformat() == "2026-01-14T19:00:00+00:00"


def test_polygon_and_circle_turn_latitude_first_into_longitude_first():
    message = decode(cap(area="<polygon>32,118 32,119 33,119 32,118</polygon><circle>32.5,118.5 3</circle>"))

    assert message.areas[0].polygons == (((118.0, 32.0), (119.0, 32.0), (119.0, 33.0), (118.0, 32.0)),)
    assert message.areas[0].circles == (Circle(118.5, 32.5, 3.0),)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "warning_empty"),
        (b"\x00\x01\x02 hello", "warning_format_unknown"),
        (b"<alert", "warning_xml_broken"),
        (b"<a>" * 400, "warning_xml_broken"),
        (b"<html><body/></html>", "warning_format_unknown"),
        (b"<" + b"a" * 5_000_001, "warning_too_large"),
        ("演示区气象台2026年07月03日05时44分发布暴雨蓝色预警：\x00".encode(), "warning_format_unknown"),
        (cap(identifier="x" * 301), "warning_field_unreadable"),
        (national(event="11B03-and-more", headline="蓝色预警"), "warning_field_unreadable"),
        ("演示区气象台2026年07月03日05时44分发布暴雨蓝色预警：有雨\n".encode() * 2001, "warning_too_many"),
        (cap(action="Ack"), "warning_is_none"),
        (cap(status="Draft"), "warning_is_none"),
        (cap(severity="Huge"), "warning_not_valid"),
        (cap(area="<polygon>92,118 32,119 33,119 92,118</polygon>"), "warning_field_unreadable"),
        (cap(area="<circle>32,118 nan</circle>"), "warning_field_unreadable"),
        (cap(sent="2026-13-15T03:00:00+08:00"), "warning_not_valid"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"), "warning_dtd_refused"),
    ],
)
def test_what_is_no_warning_is_refused_with_its_code(raw, code):
    with pytest.raises(BadWarning) as refusal:
        decode(raw)

    assert refusal.value.code == code


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "gb18030"])
def test_an_alert_in_the_encoding_it_declares_is_read(encoding):
    text = cap().decode().replace("UTF-8", encoding).replace("Heavy rain", "Très forte pluie") + "\n"

    message = decode(text.encode(encoding))

    assert message.main.headline == "Très forte pluie"


def _zipped(*files: tuple[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def test_the_national_platforms_zip_is_opened():
    message = decode(_zipped(("32990141600000_20260114190000_11B03_BLUE_Alert.xml", national())))

    assert (message.format, message.kind) == ("national", "11B03")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_zipped(("a.xml", national()), ("b.xml", national())), "warning_archive"),
        (_zipped(("readme.txt", b"x")), "warning_archive"),
        (_zipped(("a.xml", _zipped(("b.xml", national())))), "warning_archive"),
        (_zipped(("a.xml", national()))[:80], "warning_archive"),
        (_zipped(("a.xml", b" " * 5_000_001)), "warning_too_large"),
    ],
)
def test_any_other_zip_is_refused(raw, code):
    with pytest.raises(BadWarning) as refusal:
        decode(raw)

    assert refusal.value.code == code


def test_a_notice_in_the_older_chinese_encoding_is_read():
    text = "演示区气象台2026年07月03日05时44分解除暴雨蓝色预警信号：降雨已经减弱。"

    message = decode(text.encode("gb18030"))

    assert (message.action, message.issuer) == (Action.CANCEL, "演示区气象台")
