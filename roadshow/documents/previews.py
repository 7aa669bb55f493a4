"""The pages of a PDF as pictures; what is none is made one first where this machine can."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from .pictures import LONGEST_SIDE, write_preview

CONVERTS_WITHIN = 120  # seconds


def page_file(folder: Path, number: int) -> Path:
    return folder / f"page-{number}.jpg"


def draw_pages(path: Path, folder: Path) -> Iterator[tuple[int, tuple[int, int]]]:
    """Writes each page of a PDF that was checked; when one is there: of how many, and its width and height."""
    with pdfium.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, 1):
            scale = LONGEST_SIDE / max(page.get_size())
            drawn = page.render(scale=scale, may_draw_forms=False)
            size = write_preview(drawn.to_pil(), page_file(folder, number))
            drawn.close()
            page.close()
            yield len(pdf), size


def convert(path: Path, folder: Path) -> Path | None:
    """The same as a PDF by LibreOffice; None where there is none, or it cannot read it in time."""
    program = shutil.which("soffice")
    if program is None:
        return None
    home = folder / "home"
    command = [program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=CONVERTS_WITHIN)  # noqa: S603  a program of the machine, on a file without a name of its own
    except (subprocess.SubprocessError, OSError):
        return None
    made = folder / f"{path.stem}.pdf"
    return made if made.exists() else None
