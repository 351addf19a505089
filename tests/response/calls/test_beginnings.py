"""A call that begins with a warning or a notice: its words and its audience are there already."""

import pytest

from linan.ground.access.scopes import everywhere
from linan.ground.notices.actions import confirm_notice
from linan.ground.people.models import Role
from linan.response.calls.domain.warned import first_measures, headline_of, texts_of
from linan.response.calls.models import Call
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.notices import a_notice
from tests.builders.warnings import a_warning_card
from tests.monitoring.domain.warnings.files import national

pytestmark = pytest.mark.django_db


def test_the_call_of_a_warning_has_its_four_texts_its_level_and_the_people_of_the_community():
    community = a_community()
    content = national(code=community.code, severity="Orange", headline="演示区气象局发布暴雨橙色预警[II级/重大]")
    card = a_warning_card(org=community, content=content)
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    first = officer.get(f"/calls/write/?warning={card.pk}").context["form"].initial

    assert (first["title"], first["level"], first["mode"]) == ("演示区气象局发布暴雨橙色预警", 2, "real")
    assert first["on_duty"] is True
    assert first["roles"] == [
        "community_director", "duty_officer", "grid_member", "building_head", "property_staff", "responder",
    ]
    assert first["short_text"].startswith("演示区气象局发布暴雨橙色预警，")
    assert "预计未来6小时有强降雨。" in first["poster_text"]
    assert max(len(first["short_text"]), len(first["spoken_text"])) <= 70


def test_the_call_stands_beside_the_warning_that_it_passes_on():
    community = a_community()
    card = a_warning_card(org=community)
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))
    path = f"/calls/write/?warning={card.pk}"
    first = officer.get(path).context["form"].initial

    officer.post(path, {**first, "on_duty": "on", "choices": "收到"})

    assert Call._base_manager.get().warning_id == card.pk
    assert "演示区气象局发布暴雨蓝色预警" in officer.get(f"/calls/warnings/{card.pk}/").content.decode()


def test_a_warning_of_another_community_is_not_found():
    card = a_warning_card(org=a_community())
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER))

    assert officer.get(f"/calls/write/?warning={card.pk}").status_code == 404


def test_an_exercise_is_called_as_a_drill():
    community = a_community()
    card = a_warning_card(org=community, content=national(code=community.code, status="Exercise"))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    assert officer.get(f"/calls/write/?warning={card.pk}").context["form"].initial["mode"] == "drill"


def test_those_who_have_not_confirmed_a_notice_are_called_by_name():
    notice = a_notice(must_confirm=True)
    silent, done = (a_person(role=Role.GRID_MEMBER, org=notice.org) for _ in range(2))
    officer = a_person(role=Role.DUTY_OFFICER, org=notice.org)
    with everywhere():
        for one in (done, officer):
            confirm_notice(notice.pk, version=1, by=one, now=NOW)

    first = signed_in_client(officer).get(f"/calls/write/?notice={notice.pk}").context["form"].initial

    assert first["people"] == [silent.pk]


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("区气象局发布暴雨蓝色预警[IV级/一般]", "区气象局发布暴雨蓝色预警"),
        ("暴雨蓝色预警（Ⅳ级）", "区气象局：暴雨蓝色预警"),
    ],
)
def test_a_warning_is_passed_on_with_its_issuer_and_without_the_grade_in_brackets(headline, said):
    assert headline_of(headline, issuer="区气象局") == said


def test_only_whole_measures_stand_in_a_short_message():
    proposal = "领导带班；应急队伍待命；备好物资、开放避难场所；逐户叫应重点人群；做好危险区域人员转移准备。"

    assert first_measures(proposal) == "领导带班，应急队伍待命，备好物资、开放避难场所"


def test_a_long_warning_still_fits_into_every_length():
    texts = texts_of(headline="暴雨" * 40, detail="雨" * 900, wanted="检查隐患点", signed="演示社区")

    assert [len(one) <= most for one, most in ((texts.short, 70), (texts.spoken, 60), (texts.poster, 600), (texts.door, 600))] == [
        True, True, True, True,
    ]
