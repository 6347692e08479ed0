"""What a site weighs: its home page on the wire, all of it on a disk."""

from __future__ import annotations

import pytest
from conftest import EXAMPLES

from browser.limits import APART, HOME_BYTES, HOME_REQUESTS, SITE_BYTES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_home_page_with_an_empty_cache(open_page, served, loopback, example: str) -> None:
    site = served(example)
    first = len(loopback.answers)
    page = open_page()
    page.goto(f"{site}/index.html", wait_until="networkidle")
    page.wait_for_timeout(500)
    answers = loopback.answers[first:]
    heaviest = "\n".join(f"{answer.size:>8,}  {answer.path}" for answer in sorted(answers, key=lambda answer: -answer.size))
    total = sum(answer.size for answer in answers)
    assert total <= HOME_BYTES, f"{total:,} bytes for the home page, {HOME_BYTES:,} at most:\n{heaviest}"
    assert len(answers) <= HOME_REQUESTS, f"{len(answers)} requests for the home page, {HOME_REQUESTS} at most:\n{heaviest}"


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_whole_site_on_a_disk(built, example: str) -> None:
    """Each language is a whole site, in a folder of its own."""
    folder = built(example)
    others = tuple(f"{inside.name}/" for inside in folder.iterdir() if (inside / "index.html").exists())
    for site, apart in ((folder, (*APART, *others)), *((folder / other, APART) for other in others)):
        sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}
        counted = {name: size for name, size in sizes.items() if not name.startswith(apart)}
        total = sum(counted.values())
        heaviest = sorted(counted.items(), key=lambda item: -item[1])[:12]
        assert total <= SITE_BYTES, f"{total:,} bytes, {SITE_BYTES:,} at most; the heaviest of {len(counted)} files:\n" + "\n".join(
            f"{size:>9,}  {name}" for name, size in heaviest
        )
