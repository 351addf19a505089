"""The slip of an order is as good as a refuge card at the desk of a shelter."""

import pytest
from django.test import Client
from django.urls import reverse

from linan.command.evacuations.models import EvacuationOrder
from linan.logistics.shelters.models import Stay
from tests.build import a_person, signed_in_client
from tests.builders.evacuations import an_ordered_evacuation
from tests.builders.shelters import an_open_shelter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def order():
    an_ordered_evacuation()
    return EvacuationOrder.objects.exclude(token="").order_by("pk")[0]


@pytest.mark.parametrize("form", ["{token}", "https://linan.example/e/{token}/"])
def test_the_code_of_a_slip_leads_the_registrar_to_the_household(order, form):
    shelter = an_open_shelter(org=order.evacuation.org)
    registrar = signed_in_client(a_person(org=order.evacuation.org))

    page = registrar.get(reverse("shelters:desk", args=[shelter.pk]), {"q": form.format(token=order.token)})

    assert f'name="household" value="{order.household_id}"' in page.content.decode()


def test_a_registrar_who_scans_a_slip_finds_the_way_to_the_desk(order):
    registrar = signed_in_client(a_person(org=order.evacuation.org))

    shown = registrar.get(reverse("evacuations:own", args=[order.token])).content.decode()

    assert reverse("shelters:scanned", args=[order.token]) in shown


def test_the_household_itself_is_shown_no_desk(order):
    shown = Client().get(reverse("evacuations:own", args=[order.token])).content.decode()

    assert reverse("shelters:scanned", args=[order.token]) not in shown
    assert not Stay.objects.exists()
