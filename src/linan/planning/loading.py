"""Reads plans that come with Lin'an from the plans folder: one file per plan, found by its name."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from linan.ground.people.models import Role
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.planning.domain.text import PlanText, plan_from

FOLDER = Path(__file__).parent / "plans"


class PlanNotReadable(Refused):
    """A plan file does not say what a plan must say."""

    code = "plan_not_readable"
    msgid = noop("The plan %(key)s cannot be used: %(fault)s. Correct the file and load it again.")


def plan_keys() -> list[str]:
    """Return the keys of the plans in the folder."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def load_plan(key: str) -> PlanText:
    """Return the plan of that key. Raises: NotFound, PlanNotReadable."""
    path = FOLDER / f"{key}.yaml"
    if key not in plan_keys():
        raise NotFound
    return read_plan(path.read_text(encoding="utf-8"), key=key)


def read_plan(text: str, *, key: str) -> PlanText:
    """Return the plan that a YAML text holds. Raises: PlanNotReadable."""
    try:
        plan = plan_from(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError, TypeError) as fault:
        raise PlanNotReadable(key=key, fault=_first_line(fault)) from fault
    _check_roles(plan)
    return plan


def _first_line(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        first = fault.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(fault).splitlines()[0]


def _check_roles(plan: PlanText) -> None:
    for task in plan.tasks:
        unknown = {task.role, *task.ladder} - set(Role.values)
        if unknown:
            raise PlanNotReadable(key=plan.key, fault=f"{task.key}: {', '.join(sorted(unknown))}")
