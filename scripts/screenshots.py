#!/usr/bin/env python3
"""Takes the pictures of docs/screenshots anew: `make screenshots`. Needs what `make test` installs.

Everything shown is the demo: a fresh database, the shipped foods, the invented year.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from scripts import chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
PHONE, DESKTOP = ViewportSize(width=360, height=780), ViewportSize(width=1280, height=900)
TALL = ViewportSize(width=1280, height=1900)
# name, address, window, colour scheme
SHOTS: tuple[tuple[str, str, ViewportSize, Literal["light", "dark"]], ...] = (
    ("today", "/today/", DESKTOP, "light"),
    ("today-phone", "/today/", PHONE, "dark"),
    ("status", "/status/", TALL, "light"),
    ("log", "/log/?q=samlon", DESKTOP, "light"),
    ("log-line", "/log/?q=2+eggs%2C+a+latte+with+oat+milk+and+b12+1000mcg", DESKTOP, "light"),
    ("history", "/history/", DESKTOP, "light"),
    ("care", "/care/", DESKTOP, "light"),
    ("blood-tests", "/care/tests/", DESKTOP, "light"),
    ("report", "/care/report/", TALL, "light"),
    ("learn", "/learn/nerves-and-muscles/", TALL, "light"),
    ("food", "/sources/?q=salmon+baked", DESKTOP, "light"),
    ("quality", "/sources/quality/", DESKTOP, "light"),
    ("curate", "/curate/outliers/", DESKTOP, "light"),
)
CURATOR = {"COBALOG_ADMIN_EMAIL": "curator@example.org", "COBALOG_ADMIN_PASSWORD": secrets.token_urlsafe(24)}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = os.environ | CURATOR | {"COBALOG_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        env["STAFF_NEED_SECOND_FACTOR"] = "0"
        for command in (
            ["migrate", "-v0"],
            ["createcachetable"],
            ["load_foods"],
            ["check_foods"],
            ["createadmin"],
            ["collectstatic", "--noinput", "-v0"],
        ):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi", "-b", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=env,
        )
        try:
            take(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def take(site: str) -> None:
    wait_for(f"{site}/healthz")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"])
        demo, curator = open_demo(browser, site), log_in(browser, site)
        for name, address, window, scheme in SHOTS:
            context = browser.new_context(viewport=window, color_scheme=scheme, locale="en-GB")
            context.add_cookies(curator if name == "curate" else demo)
            page = context.new_page()
            page.goto(site + address)
            if name == "food":
                page.locator("#foods li a").first.click()
                page.wait_for_url("**/sources/*/**")
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def open_demo(browser: Browser, site: str) -> list:
    context = browser.new_context(timezone_id="Europe/London", locale="en-GB")
    page = context.new_page()
    page.goto(site)
    page.locator("form[action='/demo/'] button").click()
    page.wait_for_url("**/today/")
    page.locator("#usual-1").click()
    page.locator(".toast").wait_for()
    return context.cookies()


def log_in(browser: Browser, site: str) -> list:
    context = browser.new_context(timezone_id="Europe/London", locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    page.locator("input[name=login]").fill(CURATOR["COBALOG_ADMIN_EMAIL"])
    page.locator("input[name=password]").fill(CURATOR["COBALOG_ADMIN_PASSWORD"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/today/")
    return context.cookies()


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1)  # nosec B310 # this machine
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    main()
