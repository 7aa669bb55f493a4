"""Chinese on an English page (names, titles, what people wrote) says that it is Chinese, and is read aloud as such.

What is stored can stand anywhere; so this is done once, to the page when it is whole.
"""

import re

from flask import Flask, Response

from .language import lang

HAN = r"\u3400-\u9fff"
_PIECE = re.compile(
    r"(?P<whole><(?:script|style|title)\b.*?</(?:script|style|title)>)|(?P<tag><[^>]*>)(?P<text>[^<]*)", re.S
)
# from a Han character up to the last one before Latin letters, with the signs and figures between them
_RUN = re.compile(rf"[\u3008-\u3011\uff08]*[{HAN}](?:[^A-Za-z<&]*[{HAN}])?[\u3001-\u303f\uff01-\uff65\d]*")
_TEXT_ALONE = ("<option", "<textarea", "<text", "<tspan")  # what holds no element of HTML
MARK = 'lang="zh-CN"'


def marked(page: str) -> str:
    return _PIECE.sub(_mark, page)


def _mark(piece: re.Match[str]) -> str:
    tag, text = piece["tag"], piece["text"]
    if not text or not re.search(f"[{HAN}]", text) or MARK in tag:
        return piece[0]
    if tag.startswith(_TEXT_ALONE):
        name = re.match(r"<\w+", tag)
        return f"{name[0]} {MARK}{tag[name.end() :]}{text}" if name else piece[0]
    return tag + _RUN.sub(rf"<span {MARK}>\g<0></span>", text)


def _finish(response: Response) -> Response:
    if response.mimetype == "text/html" and not response.is_streamed and lang() == "en":
        response.set_data(marked(response.get_data(as_text=True)))
    return response


def init_app(app: Flask) -> None:
    app.after_request(_finish)
