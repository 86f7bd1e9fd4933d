"""The documentation as pages: they can be built, all links lead somewhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from eflows2smk.diagnostics.codes import CODES
from tests.programs import REPOSITORY, environment

LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src"}


class Html(HTMLParser):
    """Of one page: its anchors, where its links lead, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = {""}
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors.update(filter(None, (given.get("id"), given.get("name"))))
        place = given.get(LOADED.get(tag, "href")) or ""
        if tag == "a":
            self.links.append(place)
        elif tag in LOADED and given.get("rel") != "canonical":
            self.loaded.append(place)


def test_all_links_lead_somewhere(tmp_path: Path) -> None:
    command = [sys.executable, REPOSITORY / "docs" / "build.py", tmp_path]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {path: Html(path.read_text()) for path in tmp_path.rglob("*.html")}
    texts = {path.relative_to(tmp_path).as_posix() for path in pages}
    assert {"index.html", "tutorial.html", "codes.html", "reference/commands.html", "gallery/index.html"} <= texts
    lost = [(path.name, link) for path, page in pages.items() for link in page.links if not leads(path, link, pages)]
    assert lost == []
    outside = [place for page in pages.values() for place in page.loaded if urlsplit(place).netloc]
    assert outside == []
    assert {code.lower() for code in CODES} <= pages[tmp_path / "codes.html"].anchors


def leads(page: Path, link: str, pages: dict[Path, Html]) -> bool:
    """Whether there is what a link names, as far as that is a page of ours."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target not in pages:
        return target.exists()
    return unquote(parts.fragment) in pages[target].anchors
