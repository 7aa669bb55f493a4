"""The pages of a PDF as pictures; what is none is made one first where this machine can."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from .pictures import LONGEST_SIDE, write_preview

CONVERTS_WITHIN = 120  # seconds
_INET, _SECURITY = "org.openoffice.Inet/Settings", "org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_INET, "ooInetProxyType", "2"),
    *((_INET, f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *((_INET, f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
    (_INET, "ooInetNoProxy", ""),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "1"),
)
_ITEM = '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
OFFLINE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    + "</oor:items>"
)


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
    """The same as a PDF by LibreOffice, which reaches no network; None where there is none, or it cannot read it in
    time."""
    program = shutil.which("soffice")
    if program is None:
        return None
    home = folder / "home"
    _keep_offline(home)
    command = [*without_network(), program, f"-env:UserInstallation={home.as_uri()}"]
    command += ["--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=CONVERTS_WITHIN)  # noqa: S603  a program of the machine, on a file without a name of its own
    except (subprocess.SubprocessError, OSError):
        return None
    made = folder / f"{path.stem}.pdf"
    return made if made.exists() else None


def without_network() -> list[str]:
    """What a command is begun with so that it has no network; nothing where this machine does not permit it."""
    program = shutil.which("unshare")
    if program is None:
        return []
    command = [program, "--map-root-user", "--net"]
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True, timeout=CONVERTS_WITHIN)  # noqa: S603  as above
    except (subprocess.SubprocessError, OSError):
        return []
    return command


def _keep_offline(home: Path) -> None:
    """LibreOffice's own settings: it asks a proxy that nobody answers for, and updates no link."""
    (home / "user").mkdir(parents=True, exist_ok=True)
    (home / "user" / "registrymodifications.xcu").write_text(OFFLINE, "utf-8")
