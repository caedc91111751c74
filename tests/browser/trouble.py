"""What a browser complains about, or asks for in vain: any of it fails the test."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError


class Trouble:
    """Collects errors of scripts, of the console (the content security policy speaks there) and of requests."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.seen: list[str] = []
        self.allowed: set[int] = set()

    def expect(self, *statuses: int) -> None:
        """These answers belong to the test."""
        self.allowed.update(statuses)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._script)
        context.on("requestfailed", self._failed)
        context.on("response", self._answer)

    def _console(self, message: ConsoleMessage) -> None:
        loading = message.text.startswith("Failed to load resource")  # seen as an answer, with its status
        policy = "content security policy" in message.text.lower()
        overtaken = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))  # by the next letter
        if policy or (message.type == "error" and not loading and not overtaken):
            self.seen.append(f"console: {message.text}")

    def _script(self, error: WebError) -> None:
        self.seen.append(f"script: {error.error}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page left, a search overtaken by the next letter
            self.seen.append(f"request: {request.method} {request.url}: {request.failure}")

    def _answer(self, response: Response) -> None:
        if not response.url.startswith((f"{self.site}/", "data:")):
            self.seen.append(f"another host was asked: {response.url}")
        elif response.status >= 400 and response.status not in self.allowed:
            self.seen.append(f"answer: {response.request.method} {response.url}: {response.status}")
