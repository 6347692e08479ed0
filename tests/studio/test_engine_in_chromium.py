"""The studio as a visitor's Chromium runs it, from a host and from a disk: the same engine, nothing sent, nothing missing offline."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser.serving import Host
from browser.visiting import take, unpacked
from conftest import ROOT
from playwright.sync_api import Browser, Page, Route, expect

from charter_builder.app import our_library
from charter_builder.studio.build import write_studio
from charter_builder.studio.desk import PROFILE, Desk

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("way", ["hosted", "single"])


class Visit:
    """A page whose engine is ready, and what it asked for since it was opened."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.asked: list[str] = []
        page.set_default_timeout(30_000)
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(address)
        ready(page)


@pytest.fixture(scope="module")
def address(studio: Path, loopback: Host) -> Callable[[str], str]:
    """The address of each of the two studios: on a host, in a sub-folder; on a disk."""
    return lambda way: f"{loopback.publish(studio / 'hosted')}/" if way == "hosted" else (studio / "studio.html").as_uri()


@pytest.fixture
def visit(open_page: Callable[..., Page], address: Callable[[str], str]) -> Callable[..., Page]:
    """A visit of its own, prepared before the page is opened."""

    def visit(way: str, prepare: Callable[[Page], Any] = lambda page: None) -> Page:
        page = open_page()
        prepare(page)
        return Visit(page, address(way)).page

    return visit


@pytest.fixture(scope="module", params=["hosted", "single"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def visited(way: str, browser: Browser, address: Callable[[str], str]) -> Iterator[Visit]:
    """One visit for several tests: starting the engine takes seconds."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    yield Visit(context.new_page(), address(way))
    context.close()


def ready(page: Page) -> None:
    page.locator("html[data-engine]").wait_for(state="attached", timeout=90_000)
    assert page.locator("html").get_attribute("data-engine") == "ready", page.locator("#old").inner_text()


def reopen(page: Page, example: str) -> None:
    page.set_input_files("#open", ROOT / "examples" / example / PROFILE)
    expect(page.locator("#status")).to_contain_text("réponses reprises", timeout=30_000)


def at_the_terminal(example: str, folder: Path) -> Desk:
    """The same engine without a browser, with the same answers."""
    desk = Desk(our_library("fr"), "fr", folder)
    profile = (ROOT / "examples" / example / PROFILE).read_bytes()
    desk.look(desk.open([(PROFILE, base64.b64encode(profile).decode())])["entries"], False, "")
    return desk


# ---- the start


def test_the_engine_starts_beside_the_page_and_asks_its_own_host_alone(way: str, visited: Visit, address: Callable[[str], str]) -> None:
    assert visited.page.locator("html").get_attribute("data-thread") is None
    asked = {url.partition("#")[0] for url in visited.asked if not url.startswith(("blob:", "data:"))}
    assert asked == {address(way)} if way == "single" else all(url.startswith(address(way)) for url in asked)


@BOTH
def test_a_browser_that_refuses_workers_runs_the_engine_in_the_page(way: str, visit: Callable[..., Page]) -> None:
    refuse = "window.Worker = class { constructor() { throw new Error('refused'); } };"
    page = visit(way, lambda page: page.add_init_script(refuse))
    assert page.locator("html").get_attribute("data-thread") == "page"


def test_a_host_that_says_content_encoding_is_understood(studio: Path, visit: Callable[..., Page]) -> None:
    """Such a host makes the browser unpack the files before the page sees them."""

    def answer(route: Route) -> None:
        name = re.search(r"assets/(.+?)\?", route.request.url)
        assert name
        route.fulfill(body=gzip.decompress((studio / "hosted" / "assets" / name[1]).read_bytes()))

    visit("hosted", lambda page: page.context.route("**/assets/*", answer))


def test_a_fault_is_told_and_the_engine_goes_on(visit: Callable[..., Page]) -> None:
    page = visit("hosted")
    told = page.evaluate("""async () => {
      const { startEngine } = await import(new URL('engine.js', document.baseURI).href);
      const followed = [];
      const call = await startEngine(JSON.parse(document.getElementById('config').textContent), (...bytes) => followed.push(bytes));
      const fault = await call('nothing', 'fr').catch(error => error.message);
      const pdf = await call.pdf().catch(error => `no: ${error.message}`);
      return [fault, pdf, await call('ping', 'fr'), followed.at(-1)[0] === followed.at(-1)[1]];
    }""")
    assert told == ["KeyError: 'nothing'", "no: typst.whl", True, True]


# ---- the documents


def test_the_site_is_that_of_the_terminal(visited: Visit, tmp_path: Path) -> None:
    reopen(visited.page, "federation")
    first, again = take(visited.page, "site"), take(visited.page, "site")
    here, there = unpacked(first), unpacked(at_the_terminal("federation", tmp_path).document("site"))
    assert here.keys() == there.keys()
    assert not [name for name in here if here[name] != there[name]]
    assert again == first


def test_every_document_is_made_in_the_page(visited: Visit, tmp_path: Path) -> None:
    reopen(visited.page, "association")
    desk = at_the_terminal("association", tmp_path)
    assert take(visited.page, "answers") == desk.answers()
    for name in ("poster", "print", "md", "json"):
        assert take(visited.page, name) == desk.document(name), name
    for name in ("docx", "odt"):
        assert unpacked(take(visited.page, name)) == unpacked(desk.document(name)), name


def test_the_pdf_is_that_of_the_terminal(open_page: Callable[..., Page], loopback: Host, typst: None, tmp_path: Path) -> None:
    write_studio(tmp_path / "pdf", language="fr", pdf=True)
    page = Visit(open_page(), f"{loopback.publish(tmp_path / 'pdf' / 'hosted')}/").page
    assert "Mo à télécharger" in page.locator("#pdf-what").text_content()
    reopen(page, "association")
    here, there = unpacked(take(page, "pdf")), unpacked(at_the_terminal("association", tmp_path / "desk").document("pdf"))
    assert here.keys() == there.keys()
    assert not [name for name in here if here[name] != there[name]]


# ---- nothing leaves


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """Another server, and what reached it."""
    reached: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reached.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", reached
        server.shutdown()


#: Every way that a script has to send something away; `where` is the other server.
SENDING = """async where => {
  const tried = {};
  const attempt = async (name, work) => { try { await work(); tried[name] = 'done'; } catch { tried[name] = 'refused'; } };
  await attempt('fetch', () => fetch(`${where}/fetch`, { method: 'POST', body: 'answers', mode: 'no-cors' }));
  await attempt('xhr', () => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = resolve; request.onerror = reject;
    request.open('POST', `${where}/xhr`); request.send('answers');
  }));
  await attempt('socket', () => new Promise((resolve, reject) => {
    const socket = new WebSocket(`${where.replace('http', 'ws')}/socket`);
    socket.onopen = resolve; socket.onerror = reject; setTimeout(reject, 1500);
  }));
  if (typeof document !== 'undefined') {
    await attempt('beacon', () => { navigator.sendBeacon(`${where}/beacon`, 'answers'); });
    for (const [tag, name] of [['img', 'src'], ['script', 'src'], ['iframe', 'src'], ['link', 'href']])
      await attempt(tag, () => new Promise((resolve, reject) => {
        const element = document.createElement(tag);
        if (tag === 'link') element.rel = 'stylesheet';
        element.onload = resolve; element.onerror = reject; setTimeout(reject, 1000);
        element[name] = `${where}/${tag}`;
        document.body.append(element);
      }));
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: `${where}/form`, target: 'nowhere' });
    document.body.append(form);
    await attempt('form', () => form.submit());
  }
  return tried;
}"""


def test_nothing_can_be_sent_from_the_page_nor_from_the_engine(visited: Visit) -> None:
    (worker,) = visited.page.workers
    with listener() as (where, reached):
        for place in (visited.page, worker):
            tried = place.evaluate(SENDING, where)
            assert tried["fetch"] == tried["xhr"] == tried["socket"] == "refused"
        visited.page.wait_for_timeout(500)
        assert reached == []


def test_the_listener_hears_a_page_without_a_policy(open_page: Callable[..., Page], studio: Path, loopback: Host) -> None:
    """What proves that the test above would see something."""
    page = open_page(bypass_csp=True)
    page.goto(f"{loopback.publish(studio / 'hosted')}/licences.txt")
    with listener() as (where, reached):
        page.evaluate(SENDING, where)
        assert {"/fetch", "/xhr", "/beacon", "/img"} <= set(reached)


# ---- without network


def test_a_second_visit_needs_no_network(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit("hosted")
    page.locator("html[data-offline=ready]").wait_for(state="attached", timeout=60_000)
    page.context.set_offline(True)
    page.reload()
    ready(page)
    reopen(page, "federation")
    assert unpacked(take(page, "site")) == unpacked(at_the_terminal("federation", tmp_path).document("site"))
