"""Every setting of the product, read once from the environment; nothing else reads it."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[1]
LONGEST_LOCAL = 40  # signs before the @ of a pattern: an address has 64 of them at most


@dataclass(frozen=True)
class Settings:
    """Where the service stands and what it may say of itself."""

    data: Path
    database_url: str
    base_url: str
    secret_key: str
    demo: bool = True
    demo_password: str | None = None
    proxies: int = 0
    contact: str = ""
    smtp: str = ""
    mail_from: str = ""
    replies: str = ""
    imap: str = ""
    design: bool = False
    testing: bool = False
    files: str = ""

    @property
    def place(self) -> str:
        """Where files are kept: a folder beside the database, or what the setting names."""
        return self.files or str(self.data / "files")

    @property
    def https(self) -> bool:
        """Whether people reach us by https: decides cookies and HSTS, whatever a proxy says of a request."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read ROADSHOW_*; the data folder and the secret key are made when they are missing."""
        port = environ.get("ROADSHOW_PORT", "8000")
        data = Path(environ.get("ROADSHOW_DATA") or ROOT / "var").absolute()
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        base_url = (environ.get("ROADSHOW_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
        return cls(
            data=data,
            database_url=environ.get("ROADSHOW_DATABASE_URL") or f"sqlite:///{data / 'roadshow.db'}",
            base_url=base_url,
            secret_key=kept_secret(data / "secret-key"),
            demo=environ.get("ROADSHOW_DEMO", "1") != "0",
            demo_password=environ.get("ROADSHOW_DEMO_PASSWORD") or None,
            proxies=int(environ.get("ROADSHOW_PROXIES") or 0),
            design=environ.get("ROADSHOW_DESIGN", "0") == "1",
            files=(environ.get("ROADSHOW_FILES") or "").strip(),
            contact=(environ.get("ROADSHOW_CONTACT") or "").strip(),
            smtp=checked_smtp((environ.get("ROADSHOW_SMTP") or "").strip()),
            mail_from=(
                environ.get("ROADSHOW_MAIL_FROM") or f"no-reply@{urlsplit(base_url).hostname}"
            ).strip(),
            imap=checked_imap((environ.get("ROADSHOW_IMAP") or "").strip()),
            replies=checked_replies((environ.get("ROADSHOW_REPLIES") or "").strip()),
        )


def checked_smtp(address: str) -> str:
    """Raises: ValueError for one that names no server; what it says holds no password."""
    server = urlsplit(address)
    if address and (server.scheme not in ("smtp", "smtps") or not server.hostname or server.port == 0):
        raise ValueError("ROADSHOW_SMTP is smtp://user:password@host:port or smtps://user:password@host:port")
    return address


def checked_imap(address: str) -> str:
    """Raises: ValueError for one that names no mailbox; what it says holds no password."""
    box = urlsplit(address)
    plain = unquote(address).isascii()  # as the protocol's words are
    sound = box.scheme in ("imap", "imaps") and box.hostname and box.username and box.port != 0 and plain
    if address and not sound:
        raise ValueError("ROADSHOW_IMAP is imaps://user:password@host:port/folder, in plain ASCII")
    return address


def checked_replies(pattern: str) -> str:
    """Raises: ValueError unless it is an address with {} once before its @, where 24 letters have room."""
    local, _at, domain = pattern.rpartition("@")
    sound = re.fullmatch(r"[\w.+=-]*\{\}[\w.+=-]*", local, re.ASCII) and len(local) <= LONGEST_LOCAL
    if pattern and not (sound and re.fullmatch(r"[\w-]+(\.[\w-]+)*", domain, re.ASCII)):
        raise ValueError("ROADSHOW_REPLIES is an address with {} before its @: calendar+{}@example.cn")
    return pattern


def kept_secret(path: Path) -> str:
    """The secret in this file, readable by its owner alone; made whole at the first call, also by several at once."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its secret counts
        finally:
            draft.unlink()
    return path.read_text()
