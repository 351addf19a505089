"""Writes to accounts and roles."""

from linan.ground.people.actions.accounts import (
    add_person,
    change_person,
    close_account,
    count_failed_sign_in,
    forget_failed_sign_ins,
    note_password_change,
    open_account,
    set_first_password,
)
from linan.ground.people.actions.roles import end_role, grant_role

__all__ = [
    "add_person", "change_person", "close_account", "count_failed_sign_in", "end_role", "forget_failed_sign_ins",
    "grant_role", "note_password_change", "open_account", "set_first_password",
]
