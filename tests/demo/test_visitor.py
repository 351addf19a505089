"""The visitor reads a page as a browser would: which forms it offers and what they carry."""

from linan.demo.visitor import _page

HTML = """
<a href="/alarms/7/">smoke</a>
<form method="get" action="/search/"><input name="q" value="x"></form>
<form method="post" action="/tasks/3/move/"><input type="hidden" name="csrfmiddlewaretoken" value="abc">
<textarea name="note"></textarea><select name="level"><option value="IV">IV</option><option value="III" selected>III</option></select>
<button name="to" value="done">Done</button></form>
"""


def test_only_forms_that_change_something_are_pressed() -> None:
    page = _page("http://localhost/tasks/", 200, HTML)

    assert [form.action for form in page.forms] == ["http://localhost/tasks/3/move/"]
    assert page.links == ["/alarms/7/"]


def test_a_form_carries_its_hidden_fields_its_choice_and_its_buttons() -> None:
    (form,) = _page("http://localhost/tasks/", 200, HTML).forms

    assert form.fields == {"csrfmiddlewaretoken": "abc", "note": "", "level": "III"}
    assert form.buttons == [("to", "done")]


def test_a_form_without_an_address_goes_to_its_own_page() -> None:
    (form,) = _page("http://localhost/incidents/3/close/", 200, '<form method="post"></form>').forms

    assert form.action == "http://localhost/incidents/3/close/"
