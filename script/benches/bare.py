"""What a feed is measured against: Flask and nothing else, which says a constant of the same size."""

import os

from flask import Flask, Response

BODY = b"x" * int(os.environ.get("BARE_BYTES", "0"))
app = Flask(__name__)


@app.get("/whole")
def whole() -> Response:
    return Response(BODY, content_type="text/calendar; charset=utf-8")


@app.get("/unchanged")
def unchanged() -> Response:
    return Response(status=304)
