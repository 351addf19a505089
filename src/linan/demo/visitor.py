"""A visitor with a browser's manners: signs in, reads pages, presses the buttons that stand on them."""

import asyncio
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import aiohttp

LIVE_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_read=30)


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes (an absolute address) and what it carries already."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects the forms of a page that are sent by POST, and its links."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        elif tag == "form" and named.get("method", "").lower() == "post":
            self._open = Form(action=urljoin(self.url, named.get("action", "")))
            self.forms.append(self._open)
        elif self._open is not None:
            self._note_control(self._open, tag, named)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _note_control(self, form: Form, tag: str, named: dict[str, str]) -> None:
        if tag == "button" and named.get("name"):
            form.buttons.append((named["name"], named.get("value", "")))
        elif tag == "input" and named.get("name") and named.get("type") not in {"radio", "checkbox", "submit"}:
            form.fields[named["name"]] = named.get("value", "")
        elif tag == "textarea" and named.get("name"):
            form.fields[named["name"]] = ""
        elif tag == "select":
            self._select = named.get("name", "")
        elif tag == "option" and self._select and ("selected" in named or self._select not in form.fields):
            form.fields[self._select] = named.get("value", "")


@dataclass(slots=True)
class Page:
    """A page as the visitor got it."""

    url: str
    status: int
    text: str
    forms: list[Form]
    links: list[str]

    def form_to(self, path: str) -> Form | None:
        """Return the form that goes to a path, None when the page does not offer it."""
        return next((form for form in self.forms if urlsplit(form.action).path == path), None)


class Visitor:
    """One signed-in person at a browser."""

    def __init__(self, *, base: str, live: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self.live = live
        self.session = session

    async def open(self, path: str) -> Page:
        """Return a page, following redirects. Raises: aiohttp.ClientError when there is no answer, or a 5xx one."""
        async with self.session.get(urljoin(self.base, path)) as response:
            return await _read(response)

    async def press(self, page: Page, form: Form, **fields: str) -> Page:
        """Send a form of a page with these fields changed, following redirects. Raises: aiohttp.ClientError."""
        async with self.session.post(form.action, data={**form.fields, **fields}, headers={"Referer": page.url}) as response:
            return await _read(response)

    async def sign_in(self, name: str, password: str) -> None:
        """Sign in on the sign-in page. Raises: PermissionError when the page comes back."""
        page = await self.open("/accounts/login/")
        form = page.form_to("/accounts/login/") or page.forms[0]
        after = await self.press(page, form, login=name, password=password)
        if "/accounts/login/" in after.url:
            raise PermissionError(f"{name} could not sign in")

    async def changes(self, queue: "asyncio.Queue[str]") -> None:
        """Put the live channel's messages into a queue, reconnecting for ever."""
        while True:
            try:
                async with self.session.get(self.live, timeout=LIVE_TIMEOUT, headers={"Origin": self.base}) as stream:
                    async for line in stream.content:
                        if line.startswith(b"data:"):
                            await queue.put(line[5:].decode().strip())
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.3)


async def _read(response: aiohttp.ClientResponse) -> Page:
    if response.status >= 500:
        response.raise_for_status()
    return _page(str(response.url), response.status, await response.text())


def _page(url: str, status: int, text: str) -> Page:
    parser = _Forms(url)
    parser.feed(text)
    return Page(url=url, status=status, text=text, forms=parser.forms, links=parser.links)
