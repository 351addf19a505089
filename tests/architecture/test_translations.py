"""Every sentence of the interface has its Chinese, the same one everywhere."""

from tests.architecture.catalogue import everything_known, everything_said, places


def test_every_sentence_of_the_interface_has_its_chinese() -> None:
    known = everything_known()

    missing = {
        f"{said.where}: {said.msgid}"
        for said in everything_said()
        if not any(all(one.forms) for one in known.get((said.msgid, said.context), []))
    }

    assert not missing, "\n".join(sorted(missing))


def test_one_sentence_has_one_chinese_in_all_rooms() -> None:
    known = everything_known()

    differing = {key[0]: translations for key, translations in known.items() if len({one.forms for one in translations}) > 1}

    assert differing == {}


def test_the_chinese_fills_no_place_that_the_english_has_not() -> None:
    known = everything_known()
    english = {said.msgid: places(said.msgid) | places(said.plural or "") for said in everything_said()}

    invented = {
        (msgid, one.where)
        for (msgid, _), translations in known.items()
        for one in translations
        if not set().union(*(places(form) for form in one.forms)) <= english.get(msgid, places(msgid))
    }

    assert invented == set()
