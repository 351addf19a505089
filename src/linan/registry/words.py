"""Words of base information that no column carries."""

from linan.ground.text import noop

FIELD_WORDS = {
    "name": noop("full name"), "phone": noop("phone"), "id_number": noop("ID number"), "health_note": noop("health note"),
}
