"""The real product in a real browser: `manage.py start` in demonstration mode, Debian's Chromium, axe on every page."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from scripts.server import Site, site
from scripts.suite import DEMONSTRATION, chromium_here, make_demonstration

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 20_000  # milliseconds; a slow machine is not a fault of the page
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
REFUSED = "status of 422"  # how a form that was sent wrong is answered; the browser's console mentions it
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration. One for all processes of this run; the whole suite makes it beside the parts
    before."""
    if DEMONSTRATION in os.environ:
        return Path(os.environ[DEMONSTRATION])
    run = tmp_path_factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "demonstration"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            folder.mkdir()
            make_demonstration(folder)
            (folder / "whole").touch()
    return folder


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "judged"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def running(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """This process's own demonstration, with its worker."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(loaded, folder, dirs_exist_ok=True)
    with site(data_dir=folder) as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_here(), args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: Browser, running: Site, judged: Path) -> Iterator[Callable[..., "Visitor"]]:
    """visit(), visit("kent"), visit(phone=True), visit(scripts=False) → a Visitor with a browser of its own."""
    opened: list[BrowserContext] = []

    def make(partnership: str = "medway", *, phone: bool = False, scripts: bool = True) -> "Visitor":
        context = chromium.new_context(
            base_url=f"http://{partnership}.localhost:{running.port}",
            viewport=PHONE if phone else DESK,
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return Visitor(context.new_page(), scripts, judged)

    yield make
    for context in opened:
        context.close()


class Visitor:
    """Somebody at a browser. Every page opened through `goes_to` or reached by `presses` is checked with axe, must not
    have written an error to the console, and must fit the width of the screen."""

    def __init__(self, page: Page, scripts: bool, judged: Path) -> None:
        self.page = page
        self.scripts = scripts
        self.judged = judged  # a file for each shape of page that axe found nothing on, or a test has failed
        self.complaints: list[str] = []
        page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type == "error" and REFUSED not in m.text else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def in_another_tab(self) -> "Visitor":
        return Visitor(self.page.context.new_page(), self.scripts, self.judged)

    def goes_to(self, path: str) -> "Visitor":
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.looks()

    def presses(self, words: str) -> "Visitor":
        """A button or link by its words."""
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()
        self.page.wait_for_load_state()
        return self.looks()

    def enters(self, role: Any, words: str | re.Pattern[str]) -> "Visitor":
        """A button or link of the page itself, by keyboard."""
        self.page.locator("main").get_by_role(role, name=words).first.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.looks()

    def types(self, label: str, text: str) -> "Visitor":
        self.page.get_by_label(label).and_(
            self.page.locator("input:not([type=radio]):not([type=checkbox]), textarea")
        ).first.fill(text)
        return self

    def sees(self, *texts: str) -> "Visitor":
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        return self

    def looks(self) -> "Visitor":
        """The page as everybody must be able to use it."""
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
        if self.scripts and self._is_new():
            self.page.evaluate(Axe().axe_script)
            found = self.page.evaluate("asked => axe.run(document, asked).then(told => told.violations)", WCAG)
            told = [
                (v["id"], nodes[:4], v["help"])
                for v in found
                if (nodes := [n["target"] for n in v["nodes"] if not known(v["id"], n["html"])])
            ]
            assert told == [], f"{self.page.url}: {told}"
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"
        return self

    def _is_new(self) -> bool:
        """Whether axe has not judged a page of this shape yet, as wide as this, in any process of this run."""
        shown = hashlib.sha256(f"{self.page.viewport_size} {shape(self.page.content())}".encode()).hexdigest()
        try:
            (self.judged / shown).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def signs_in_as(self, role: str) -> "Visitor":
        """By the demonstration's page of accounts, one click."""
        self.page.goto("/demonstration/sign-in/")
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=role).first.click()
        return self


def shape(html: str) -> str:
    """A page without its words, numbers, addresses and pictures' lines, a list's or table's like rows once: what axe
    finds in two pages of one shape is the same. That there are words at all, and what is hidden, stays."""
    html = re.sub(r">[^<]*[^<\s][^<]*(?=<)", ">x", html)
    html = re.sub(
        r'\b(href|src|value|title|alt|content|aria-label|d|points|transform|data-[\w-]+)="[^"]+"', r'\1="x"', html
    )
    html = re.sub(r"\s+", " ", re.sub(r"\d+", "", html))
    return re.sub(r"(<(tr|li|option)\b(?:(?!<\2\b).)*?</\2>)(?: ?\1)+", r"\1", html)


def known(rule: str, html: str) -> bool:
    """GOV.UK Frontend tells a radio's reveal by aria-expanded on purpose; axe allows that on checkboxes only."""
    return rule == "aria-allowed-attr" and "govuk-radios__input" in html and "aria-expanded" in html


def outbox(visitor: Visitor, to: str) -> Any:
    """The newest message to somebody, from the demonstration's outbox page."""
    visitor.page.goto("/demonstration/outbox/")
    visitor.page.get_by_role("row").filter(has_text=to).first.get_by_role("link").first.click()
    return visitor.page.locator("main")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
