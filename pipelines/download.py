"""One download: conditional, resumed where it broke off, limited in size and time, landed whole or not at all."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter
from urllib3.exceptions import HTTPError

from store.atomic import replace_file
from store.digest import file_digest

ATTEMPTS: Final = 4
WAIT = wait_exponential_jitter(1, 30)
"""Seconds between attempts: doubled each time, with some chance in it."""

CONNECT_SECONDS: Final = 10.0
CHUNK: Final = 1 << 16
REDIRECTS: Final = 5
OK, PARTIAL, UNCHANGED, NOT_THERE, PAST_THE_END = 200, 206, 304, (404, 410), 416
BUSY: Final = (408, 425, 429)
"""Answers to a client that may be another one later, as may any of the server's own errors."""

STARTS: Final[Mapping[str, tuple[bytes, ...]]] = {
    ".xlsx": (b"PK\x03\x04",), ".xls": (b"\xd0\xcf\x11\xe0",), ".gz": (b"\x1f\x8b",), ".parquet": (b"PAR1",),
    ".json": (b"{", b"["),
}  # fmt: skip
"""How the files of a kind begin."""

PAGE: Final = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
"""How a page begins that stands where data should."""


class Refused(ValueError):
    """What came is not what was asked for; another attempt would give the same."""


class Passing(OSError):
    """It did not work now and may work later."""


@dataclass(frozen=True)
class Limits:
    """How much and how long a download may be; seconds are those of one wait for bytes, and of the whole."""

    max_bytes: int
    read_seconds: float
    total_seconds: float


@dataclass(frozen=True)
class Remembered:
    """What a server said of a file when it was last taken: to ask only for what has changed."""

    etag: str = ""
    last_modified: str = ""

    def conditions(self) -> dict[str, str]:
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}


def download(session: requests.Session, url: str, to: Path, known: Remembered, limits: Limits) -> Remembered | None:
    """Put what a URL gives into a file; gives what the server says of it, or None where nothing has changed or there
    is nothing yet.

    Server errors, slow and broken answers are tried again, from where the last attempt stopped where the server allows
    it. The file appears whole or not at all. Raises Refused for what is too large, no data, or redirected in a circle;
    Passing where every attempt failed.
    """
    part = to.with_name(f".{to.name}.part")
    attempts = Retrying(
        stop=stop_after_attempt(ATTEMPTS), wait=WAIT,
        retry=retry_if_exception_type(Passing), reraise=True,
    )  # fmt: skip
    to.parent.mkdir(parents=True, exist_ok=True)
    marks: dict[str, str] = {}
    try:
        told = attempts(lambda: attempt(session, url, part, known, limits, marks))
        if told is None:
            return None
        refuse_what_is_no_data(part, to.suffix.lower())
        if to.exists() and file_digest(to) == file_digest(part):
            return None
        replace_file(to, lambda whole: land(part, whole))
    finally:
        part.unlink(missing_ok=True)
    return told


def land(part: Path, whole: Path) -> None:
    shutil.copyfile(part, whole)


def attempt(
    session: requests.Session, url: str, part: Path, known: Remembered, limits: Limits, marks: dict[str, str]
) -> Remembered | None:
    """One attempt; goes on behind the bytes that are there, if they are of the same state of the file."""
    have = part.stat().st_size if part.exists() and marks.get("etag") else 0
    headers = {"Range": f"bytes={have}-", "If-Range": marks["etag"]} if have else known.conditions()
    headers["Accept-Encoding"] = "identity"
    session.max_redirects = REDIRECTS
    try:
        with session.get(url, headers=headers, stream=True, timeout=(CONNECT_SECONDS, limits.read_seconds)) as answer:
            return taken(answer, part, have, limits, marks)
    except requests.TooManyRedirects as error:
        raise Refused(f"{url}: redirected more than {REDIRECTS} times") from error
    except (requests.RequestException, HTTPError) as error:
        raise Passing(f"{url}: {type(error).__name__}") from error


def taken(answer: requests.Response, part: Path, have: int, limits: Limits, marks: dict[str, str]) -> Remembered | None:
    """Take the body of an answer."""
    code = answer.status_code
    if code == UNCHANGED or code in NOT_THERE:
        return None
    if code == PAST_THE_END or code in BUSY or code >= 500:
        part.unlink(missing_ok=True)
        raise Passing(f"{answer.url}: the server answers {code}")
    if code not in (OK, PARTIAL):
        raise Refused(f"{answer.url}: the server answers {code} {answer.reason}")
    if "html" in answer.headers.get("Content-Type", ""):
        raise Refused(f"{answer.url}: a web page, not a file of data")
    resumed = code == PARTIAL and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
    if code == PARTIAL and not resumed:
        part.unlink(missing_ok=True)
        raise Passing(f"{answer.url}: another part than was asked for")
    marks["etag"] = answer.headers.get("ETag", "") if not answer.headers.get("ETag", "").startswith("W/") else ""
    written(answer, part, have if resumed else 0, limits)
    return Remembered(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))


def written(answer: requests.Response, part: Path, have: int, limits: Limits) -> None:
    """Write the body behind the bytes that are there, within the limits, all of it that was announced."""
    announced, size, end = announced_bytes(answer.headers), have, time.monotonic() + limits.total_seconds
    if announced is not None and have + announced > limits.max_bytes:
        raise Refused(f"{answer.url}: {have + announced:,} bytes, more than the limit of {limits.max_bytes:,}")
    with part.open("ab" if have else "wb") as file:
        # What has come, not whole chunks: a body that drips would keep a chunk, and the clock, waiting for ever.
        while chunk := answer.raw.read1(CHUNK):
            size += len(chunk)
            if size > limits.max_bytes:
                raise Refused(f"{answer.url}: more than the limit of {limits.max_bytes:,} bytes")
            if time.monotonic() > end:
                raise Passing(f"{answer.url}: not done within {limits.total_seconds:g} s")
            file.write(chunk)
    if announced is not None and size - have != announced:
        raise Passing(f"{answer.url}: {size - have:,} of {announced:,} bytes came")


def announced_bytes(headers: Mapping[str, Any]) -> int | None:
    """How many bytes the server says that it sends."""
    text = str(headers.get("Content-Length", ""))
    return int(text) if text.isdigit() else None


def refuse_what_is_no_data(path: Path, suffix: str) -> None:
    """Raises Refused for an empty body, for a page, and for bytes of another kind than the name says."""
    with path.open("rb") as file:
        start = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise Refused("the body is empty")
    if start.lower().startswith(PAGE):
        raise Refused("a web page, not a file of data")
    if suffix in STARTS and not start.startswith(STARTS[suffix]):
        raise Refused(f"not the bytes of a {suffix} file")
