"""Why a file is not taken as a warning."""

from linan.ground.refusals import Refused
from linan.ground.text import noop


class BadWarning(Refused):
    """What arrived is not a warning that can be trusted to mean what it says."""

    code = "bad_warning"
    status = 422
    msgid = noop("This is not a warning that can be read. Ask whoever sent it for the file in CAP 1.2.")


class EmptyWarning(BadWarning):
    """There is nothing in the file."""

    code = "warning_empty"
    msgid = noop("The file is empty. Send the warning again.")


class WarningTooLarge(BadWarning):
    """The file is larger than any warning."""

    code = "warning_too_large"
    status = 413
    msgid = noop("The file has more than %(limit_mb)d MB. Send the warning without its pictures.")


class UnknownFormat(BadWarning):
    """No format recognises it."""

    code = "warning_format_unknown"
    msgid = noop(
        "This is none of the formats of warnings known here: CAP 1.1 and 1.2, the national platform's file, EDXL-DE,"
        " Atom, RSS, or the text of a notice."
    )


class BrokenXml(BadWarning):
    """The XML is not well-formed."""

    code = "warning_xml_broken"
    msgid = noop("The XML is broken in line %(line)d: %(problem)s. Ask for the file once more.")


class DtdRefused(BadWarning):
    """A document type declaration can make the reader open files or grow without limit."""

    code = "warning_dtd_refused"
    msgid = noop("The file declares a document type or entities. Warnings need none, attacks do; it was not opened.")


class SchemaViolated(BadWarning):
    """The alert is not as the CAP schema wants it."""

    code = "warning_not_valid"
    msgid = noop("The warning is not valid at “%(element)s”: %(problem)s. Ask the issuer for a correct one.")


class FieldMissing(BadWarning):
    """Something without which a warning says nothing is not there."""

    code = "warning_field_missing"
    msgid = noop("“%(element)s” is missing in the warning. Ask the issuer for a complete one.")


class FieldUnreadable(BadWarning):
    """A field holds what it may not hold."""

    code = "warning_field_unreadable"
    msgid = noop("“%(element)s” of the warning cannot be “%(value)s”. Ask the issuer for a correct one.")


class NoWarningInside(BadWarning):
    """An index or an envelope without any warning in it."""

    code = "warning_none_inside"
    msgid = noop("There is no warning in this file, only %(links)d links to some. Enter its address as a feed instead.")


class NotAWarning(BadWarning):
    """An acknowledgement, an error message or a draft."""

    code = "warning_is_none"
    msgid = noop("This is “%(what)s”, not a warning for anybody. Nothing has to be done about it.")


class SignatureBroken(BadWarning):
    """The signature does not belong to this content."""

    code = "warning_signature_broken"
    msgid = noop("The signature does not fit the content: it was changed on its way. Call the issuer before you act.")


class SeveralWarnings(BadWarning):
    """One was asked for, several came."""

    code = "warning_several"
    msgid = noop("The file holds %(count)d warnings, not one.")


class TooManyWarnings(BadWarning):
    """More entries than any feed has."""

    code = "warning_too_many"
    status = 413
    msgid = noop("The file has %(count)d entries, more than %(most)d. Send them in several files.")


class BadArchive(BadWarning):
    """A ZIP that is not one warning file, packed."""

    code = "warning_archive"
    msgid = noop("The ZIP cannot be opened, or does not hold exactly one XML file. Send the XML itself.")
