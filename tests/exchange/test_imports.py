"""An import is whole or it is not."""

import pytest

from linan.ground.exchange.imports import import_rows
from linan.ground.exchange.tables import read_table
from linan.ground.orgs.actions import rename_org
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from tests.build import a_grid

pytestmark = pytest.mark.django_db


class NotANumber(Refused):
    code = "not_a_number"


def _read(line):
    if not line.cells["楼层"].isdigit():
        raise NotANumber(field="楼层")
    return line.cells["名称"]


def test_one_bad_row_keeps_all_others_out_and_every_bad_row_is_named(now):
    grid = a_grid(name="原名")
    lines = read_table("名称,楼层\n新名,3\n甲,三\n,4\n".encode())

    done = import_rows(lines, read=_read, store=lambda name: rename_org(org_id=grid.pk, name=name, by_id=None, now=now))

    assert done.is_stored is False
    assert [(one.number, one.column) for one in done.bad] == [(3, "楼层"), (4, "name")]
    assert Org.objects.get(pk=grid.pk).name == "原名"


def test_a_table_without_fault_is_stored(now):
    grid = a_grid(name="原名")
    lines = read_table("名称,楼层\n新名,3\n".encode())

    done = import_rows(lines, read=_read, store=lambda name: rename_org(org_id=grid.pk, name=name, by_id=None, now=now))

    assert (done.is_stored, list(done.rows)) == (True, ["新名"])
    assert Org.objects.get(pk=grid.pk).name == "新名"
