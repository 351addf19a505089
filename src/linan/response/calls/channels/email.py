"""E-mail over SMTP, one kept connection."""

import asyncio
from contextlib import suppress
from email.message import EmailMessage

import aiosmtplib

from linan.ground.text import noop
from linan.response.calls.domain.letters import (
    Asked,
    Letter,
    Reach,
    Result,
    Settings,
    accepted,
    refused,
    retry,
    unknown,
)

TITLE = noop("Mail")
REACHES = Reach.MAIL
PER_SECOND: float | None = 10.0
ASKS = (
    Asked("host", noop("Mail server")),
    Asked("port", noop("Port"), default="587"),
    Asked("security", noop("Encryption: starttls, tls or none"), default="starttls"),
    Asked("username", noop("Sign-in name"), must=False),
    Asked("password", noop("Password"), is_secret=True, must=False),
    Asked("sender", noop("Sender")),
)
TIMEOUT_S = 10.0
FOR_GOOD = 500  # from here on a server says "never". Source: RFC 5321, section 4.2.1
PRIORITIES = {1: "1 (Highest)", 2: "2 (High)", 3: "3 (Normal)", 4: "3 (Normal)"}


class MailLine:
    """Sends one mail after another: a connection carries one at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = asyncio.Lock()
        self._server: aiosmtplib.SMTP | None = None

    async def send(self, letter: Letter) -> Result:
        """Hand one mail over."""
        if not letter.address:
            return refused("no e-mail address")
        async with self._turn:
            try:
                server = await self._connected()
            except (OSError, aiosmtplib.SMTPException) as error:
                await self.close()
                return _not_connected(error)
            return await self._handed(server, letter)

    async def close(self) -> None:
        """Say goodbye to the server."""
        if self._server is not None:
            with suppress(OSError, aiosmtplib.SMTPException):
                await self._server.quit()
        self._server = None

    async def _handed(self, server: aiosmtplib.SMTP, letter: Letter) -> Result:
        try:
            _failed, said = await server.send_message(mail_of(letter, self._settings["sender"]))
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _said(error.recipients[0].code)
        except aiosmtplib.SMTPResponseException as error:
            return _said(error.code)
        except (OSError, ValueError, aiosmtplib.SMTPException) as error:
            await self.close()
            return unknown(type(error).__name__)
        return accepted(code=said[:60])

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._server is None or not self._server.is_connected:
            security = self._settings.get("security", "starttls")
            self._server = aiosmtplib.SMTP(
                hostname=self._settings["host"], port=int(self._settings.get("port") or 587), timeout=TIMEOUT_S,
                use_tls=security == "tls", start_tls=security == "starttls",
                username=self._settings.get("username") or None, password=self._settings.get("password") or None,
            )
            await self._server.connect()
        return self._server


def mail_of(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as a mail; the same letter has the same Message-ID, so that a repeat is known as one."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, letter.address, letter.title.replace("\n", " ")
    mail["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    mail["X-Priority"] = PRIORITIES[letter.level]
    mail.set_content(f"{letter.text}\n\n{letter.poster}\n\n{letter.link}\n")
    return mail


def open_line(settings: Settings) -> MailLine:
    """Return a line to the mail server."""
    return MailLine(settings)


def _not_connected(error: Exception) -> Result:
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return refused(f"smtp {error.code}")
    return retry(type(error).__name__)


def _said(code: int) -> Result:
    return refused(f"smtp {code}") if code >= FOR_GOOD else retry(f"smtp {code}")
