"""A browser window that collects every fault in it."""

from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Response

# A policy violation is an event of the document; logged as a console error, it is collected too.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
PATIENCE_MS = 600_000  # a busy machine is slow; a page that never comes is found all the same
REFUSED_FORM = (
    "status of 422"  # the browser logs every status above 399; a refused form is no fault
)


class Window:
    """A browser page on one server, with its faults so far."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        self.expected = REFUSED_FORM  # what the browser logs and is no fault
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("response", self._note_status)

    def go(self, path: str) -> Response:
        """Open a path of the application and return the response."""
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None
        return answer

    @property
    def path(self) -> str:
        """The present address, without the host."""
        return self.page.url.removeprefix(self.address)

    def run(self, script: str, argument: Any = None) -> Any:
        """Return the result of a script in the page."""
        return self.page.evaluate(script, argument)

    def _note(self, words: str) -> None:
        self.faults.append(f"{self.path}: {words}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and self.expected not in message.text:
            self._note(message.text)

    def _note_status(self, response: Response) -> None:
        if response.status >= 500:
            self._note(f"{response.status} {response.url}")
