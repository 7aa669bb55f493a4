"""Static files, read once at the start: each under a name with its hash, which may be kept for a year, and gzipped.

They are few and small, so they are served from memory; there is no step that builds them and none to forget.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from flask import Flask, Response, abort, request

KEPT = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, no-cache"
PACKED = (".css", ".js", ".svg", ".json", ".txt", ".webmanifest")
HASH = 12  # characters of it in a name
_URL = re.compile(r'url\("(?P<path>[^":]+)"\)')


@dataclass(frozen=True)
class Asset:
    """One file: ``name`` as pages write it, ``hashed`` as they link it."""

    name: str
    hashed: str
    type: str
    body: bytes
    packed: bytes | None


class Assets:
    """All of them, by either name."""

    def __init__(self, folder: Path) -> None:
        self.by_name: dict[str, Asset] = {}
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in sorted(
            paths, key=lambda path: path.suffix == ".css"
        ):  # what style sheets name comes before them
            self._add(path.relative_to(folder).as_posix(), path.read_bytes())
        self.by_hashed = {asset.hashed: asset for asset in self.by_name.values()}

    def _add(self, name: str, body: bytes) -> None:
        if name.endswith(".css"):
            body = _URL.sub(lambda found: self._linked(name, found), body.decode()).encode()
        stem, dot, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:HASH]}{dot}{ending}"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = _pack(body) if name.endswith(PACKED) else None
        self.by_name[name] = Asset(name, hashed, kind, body, packed)

    def _linked(self, name: str, found: re.Match[str]) -> str:
        """A picture that a style sheet names, under its hashed name."""
        parts: list[str] = []
        for part in (PurePosixPath(name).parent / found["path"]).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        asset = self.by_name["/".join(parts)]
        return f'url("{PurePosixPath(found["path"]).with_name(PurePosixPath(asset.hashed).name)}")'

    def name(self, endpoint: str, values: dict[str, object]) -> None:
        """``url_for("static", filename=…)`` names the file with its hash."""
        asset = self.by_name.get(str(values.get("filename"))) if endpoint == "static" else None
        if asset:
            values["filename"] = asset.hashed

    def send(self, filename: str) -> Response:
        """Under its hashed name for a year, under its plain one for as long as it is not changed."""
        asset = self.by_hashed.get(filename) or self.by_name.get(filename)
        if asset is None:
            abort(404)
        packs = asset.packed is not None and request.accept_encodings.quality("gzip") > 0
        response = Response(asset.packed if packs else asset.body, content_type=_with_charset(asset.type))
        response.headers["Cache-Control"] = KEPT if filename == asset.hashed else ASKED_AGAIN
        if asset.packed is not None:
            response.vary.add("Accept-Encoding")
        if packs:
            response.content_encoding = "gzip"
        response.set_etag(f"{asset.hashed}{'-gzip' if packs else ''}")
        response.make_conditional(request)
        return response


@lru_cache(256)
def _pack(body: bytes) -> bytes:
    """Once for each content, however many apps serve it."""
    return gzip.compress(body, 9, mtime=0)


def _with_charset(kind: str) -> str:
    return (
        f"{kind}; charset=utf-8"
        if kind.startswith("text/") or kind.endswith(("javascript", "svg+xml"))
        else kind
    )


def init_app(app: Flask) -> None:
    assets = Assets(Path(str(app.static_folder)))
    app.view_functions["static"] = assets.send
    app.url_defaults(assets.name)
