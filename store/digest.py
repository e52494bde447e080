"""Digests: of bytes, of parts, and of the code that turns input into facts."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

CODE_SUFFIXES = {".py", ".csv", ".sql", ".toml"}
PROJECT = Path(__file__).resolve().parent.parent


def digest_of(parts: Iterable[str]) -> str:
    """SHA-256 of text parts, order kept, as 64 hex digits."""
    state = hashlib.sha256()
    for part in parts:
        state.update(part.encode())
        state.update(b"\0")
    return state.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@cache
def code_digest(*rooms: str) -> str:
    """Digest of all code and limits of the named rooms: what a stored result depends on besides its input."""
    files = sorted(
        path
        for room in rooms
        for path in files_of(PROJECT / room)
        if path.suffix in CODE_SUFFIXES and "__pycache__" not in path.parts
    )
    return digest_of(f"{path.relative_to(PROJECT)}:{file_digest(path)}" for path in files)


def files_of(room: Path) -> list[Path]:
    """The room's files, or the one file that it is."""
    return [room] if room.is_file() else list(room.rglob("*"))
