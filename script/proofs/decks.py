"""What the largest deck costs: the memory of the web while it comes in, and how long until its pages stand."""

import io
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from script.proofs.figures import Figure, seconds
from script.proofs.visitor import Visitor
from tests.servers import Served, serving

LARGEST = 100 * 1024 * 1024  # bytes
GROWTH, SHOWN = 10.0, 60.0  # MB, seconds
PAGES, PACKING = 20, 100_000  # pages; bytes that are no filling
MB = 1024 * 1024
NEW = "/startup/projects/{}/documents/new"


def all_figures(data: Path) -> Iterator[Figure]:
    """In an empty folder, on SQLite."""
    with serving(data) as served:
        owner = Visitor(served.url).sign_in("startup@demo.example", served.password)
        new = new_deck_page(owner)
        for _worker in range(8):  # each of the web's processes has seen a deck
            _hand_in(owner, new, deck(MB))
        web = _web(served)
        before = {pid: _memory(pid, "VmRSS") for pid in web}
        for pid in web:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the highest is counted from here
        began = time.perf_counter()
        page = _hand_in(owner, new, deck(LARGEST))
        took = time.perf_counter() - began
        grew = max(_memory(pid, "VmHWM") - before[pid] for pid in web)
        yield Figure(
            "a deck of 100 MB comes in: the web process grows by",
            f"{grew:.1f} MB",
            f"{GROWTH:.0f} MB",
            grew <= GROWTH,
        )
        yield seconds("the same, until it is answered", took, SHOWN)
        while "data-again" in owner.get(page).text:
            time.sleep(0.2)
        if owner.get(page).text.count("/pages/") != PAGES:
            raise RuntimeError("the deck is not shown")
        yield seconds(f"the same, until its {PAGES} pages stand", time.perf_counter() - began, SHOWN)


def new_deck_page(owner: Visitor) -> str:
    """Where a deck of the first of their projects is handed in."""
    return NEW.format(re.findall(r"/startup/projects/(\d+)", owner.get("/startup/projects").text)[0])


def _hand_in(owner: Visitor, new: str, content: bytes) -> str:
    said = owner.token() | {"title": "示例大材料", "level": "nda"}
    return owner.hand_in(new, said, "示例大材料.pdf", content).location


def deck(size: int) -> bytes:
    """A PDF of so many bytes, most of them what no page shows."""
    content = io.BytesIO()
    with pikepdf.new() as made:
        for _number in range(PAGES):
            made.add_blank_page(page_size=(960, 540))
        made.Root.Filler = made.make_stream(secrets.token_bytes(size - PACKING))
        made.save(content)
    return content.getvalue()


def _web(served: Served) -> list[int]:
    """The processes that answer for this service."""
    named = f"ROADSHOW_DATA={served.data}".encode()
    return [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit()
        and os.access(path / "environ", os.R_OK)
        and named in _read(path / "environ").split(b"\0")
        and b"script.serve" in _read(path / "cmdline")
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended
        return b""


def _memory(pid: int, what: str) -> float:
    """In MB."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(rf"{what}:\s+(\d+) kB", said)[0]) / 1024
