"""Journeys: the real site as `provodnik serve` runs it, a real browser, a database of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import conftest as root

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

START_SECONDS = 90
PASSWORD = "provodnik-journey"
# A busy machine is slow, not broken.
PATIENCE_MS = 30_000
# A desk and a telephone, px.
SCREENS = {1440: 900, 360: 740}


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it is, and the environment in which commands reach its data."""

    url: str
    env: dict[str, str]

    def command(self, *arguments: str) -> str:
        """Run a `provodnik` command on this site's data; its output."""
        return self._run("-m", "provodnik.config.cli", *arguments)

    def python(self, program: str) -> str:
        """Run a small program with Django set up on this site's data; its output."""
        return self._run("-c", "import django; django.setup()\n" + program)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**self.env, "DJANGO_SETTINGS_MODULE": "provodnik.config.settings"},
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def root_name() -> str:
    """What databases of this run are called: two runs on one machine must not meet."""
    from django.conf import settings

    name: str = settings.DATABASES["owner"]["TEST"]["NAME"]
    return name


def chromium_path() -> str | None:
    """A Chromium of the system, if there is one; Playwright's own otherwise."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def site(
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[Site]:
    """`provodnik serve` with worker, on a fresh copy of the schema."""
    name = f"{root_name()}_journeys_{worker_id}"
    with django_db_blocker.unblock(), root._server() as server:
        root._recreate(server, name, root._template())
    home = tmp_path_factory.mktemp("home")
    _share_compiled(home)
    env = _environment(name, home)
    port = _free_port()
    log = (home / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "provodnik.config.cli", "serve", "--port", str(port)],
        env=env,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_it_answers(port, process, Path(log.name))
        yield Site(f"http://127.0.0.1:{port}", env)
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed after the last journey: while it is open, Django refuses this thread the database."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = another_person(browser, site)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(params=SCREENS, ids="{}px".format)
def width(request: pytest.FixtureRequest) -> int:
    """How wide the screen is, px: the journey is made at a desk and with a telephone."""
    found: int = request.param
    return found


def another_person(browser: Browser, site: Site, width: int = 1440) -> BrowserContext:
    """Somebody with a browser of their own, at a desk or with a screen of this width."""
    context = browser.new_context(
        base_url=site.url,
        locale="ru-RU",
        viewport={"width": width, "height": SCREENS[width]},
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in by keyboard alone, as a person who never touches the mouse."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("E-mail").press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def _environment(name: str, home: Path) -> dict[str, str]:
    from django.conf import settings

    urls = settings.URLS
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PROVODNIK"))},
        "DATABASE_URL": _with_name(urls.app, name),
        "DATABASE_OWNER_URL": _with_name(urls.owner, name),
        "DATABASE_LAKE_URL": _with_name(urls.lake, name),
        "PROVODNIK_HOME": str(home),
    }


def _share_compiled(home: Path) -> None:
    """Half a minute of compiling definitions is spent once a version, not once a site."""
    compiled = root.HOME / "lake" / "cache"
    compiled.mkdir(parents=True, exist_ok=True)
    (home / "lake").mkdir()
    (home / "lake" / "cache").symlink_to(compiled)


def _with_name(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"serve ended at once:\n{log.read_text()[-3000:]}")
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    pytest.fail(f"serve did not answer in {START_SECONDS} s:\n{log.read_text()[-3000:]}")
