"""A web server on this machine that misbehaves as it is told to."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CSV = b"date,hour,type,1001A\n" + b"20240328,0,PM2.5,35\n" * 2000
ETAG = '"one"'


class Site(ThreadingHTTPServer):
    """Answers by path; `asked` are the headers of the requests, in order; `faults` how often a fault still shows."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.asked: list[dict[str, str]] = []
        self.faults = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Pages(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        name = self.path.strip("/").split("/")[0]
        if name in ("broken", "slow") and self.server.faults:
            self.server.faults -= 1
            getattr(self, name)()
        elif name in ("circle", "page", "posing", "large", "empty", "drips", "missing", "forbidden", "busy"):
            getattr(self, name)()
        else:
            self.whole()

    def whole(self) -> None:
        """The file; 304 where the client has it, the rest where the client asks for it."""
        if self.headers.get("If-None-Match") == ETAG:
            self.answer(304, b"")
        elif self.headers.get("If-Range") == ETAG and (asked := self.headers.get("Range", "")):
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            told = {"Content-Range": f"bytes {start}-{len(CSV) - 1}/{len(CSV)}"}
            self.answer(206, CSV[start:], **told)
        else:
            self.answer(200, CSV)

    def broken(self) -> None:
        """Half of the file, although all of it is announced."""
        self.answer(200, CSV[: len(CSV) // 2], **{"Content-Length": str(len(CSV))})

    def slow(self) -> None:
        """Nothing for longer than the client waits."""
        time.sleep(1.0)
        self.close_connection = True

    def drips(self) -> None:
        """A byte every twentieth of a second."""
        self.answer(200, b"", **{"Content-Length": "1000"})
        for _ in range(100):
            try:
                self.wfile.write(b"a")
            except OSError:
                return
            time.sleep(0.05)

    def busy(self) -> None:
        """The server's own error, as often as told."""
        if self.server.faults:
            self.server.faults -= 1
            self.answer(500, b"Internal Server Error")
        else:
            self.whole()

    def circle(self) -> None:
        self.answer(302, b"", Location=self.server.url("circle"))

    def page(self) -> None:
        self.answer(200, b"<p>Please log in</p>", **{"Content-Type": "text/html; charset=utf-8"})

    def posing(self) -> None:
        """A page that calls itself a table."""
        self.answer(200, b"\xef\xbb\xbf\n<!DOCTYPE html><html>Not found</html>", **{"Content-Type": "text/csv"})

    def large(self) -> None:
        self.answer(200, b"a" * 5000)

    def empty(self) -> None:
        self.answer(200, b"")

    def missing(self) -> None:
        self.answer(404, b"not yet")

    def forbidden(self) -> None:
        self.answer(403, b"no")

    def answer(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"ETag": ETAG, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if code != 304:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def site() -> Iterator[Site]:
    """The server, for as long as it takes."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
