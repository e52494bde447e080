"""Whole files or none: write beside, flush to disk, rename over."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

PARTIAL = ".partial"
FULL: Final = {errno.ENOSPC, errno.EDQUOT}
CLOSED: Final = {errno.EROFS, errno.EACCES, errno.EPERM}
"""Libraries that write files raise errors of their own, which only name the system's words for these."""


class CannotWrite(OSError):
    """The disk is full or the folder may not be written to; the message says which one, and what to do."""


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside `path`, then move it over; a crash leaves the old file as it was."""
    partial = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        with partial.open("rb") as handle:
            os.fsync(handle.fileno())
        os.replace(partial, path)
    except Exception as error:
        if reason := cannot_write(error, path):
            raise CannotWrite(reason) from error
        raise
    finally:
        remove(partial)


def cannot_write(error: Exception, path: Path) -> str:
    """What to do about an error that comes from the disk; empty where it comes from elsewhere."""
    said = str(error)
    if getattr(error, "errno", None) in FULL or any(os.strerror(code) in said for code in FULL):
        return (
            f"磁盘已满 / no room left to write {path} ({free_megabytes(path.parent)} MB free). "
            "Next: make room on that disk (`tzeco doctor` tells how much each folder has), then run again."
        )
    if getattr(error, "errno", None) in CLOSED or any(os.strerror(code) in said for code in CLOSED):
        return (
            f"无法写入 / {path} can't be written ({os.strerror(getattr(error, 'errno', None) or errno.EACCES)}). "
            f"Next: let the account that runs this write to {path.parent}, or mount it for writing; then run again."
        )
    return ""


def free_megabytes(folder: Path) -> str:
    """Room left below a folder, as text; a question mark where nobody can tell."""
    try:
        return f"{shutil.disk_usage(folder).free / 1e6:.1f}"
    except OSError:
        return "?"


def remove(path: Path) -> None:
    """Remove a file that was given up; a folder that is closed to us keeps none of ours."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        if error.errno not in CLOSED:
            raise


def remove_partials(folder: Path) -> int:
    """Remove what an interrupted run left half-written; gives how many files that were."""
    leftovers = list(folder.rglob(f".*{PARTIAL}*")) if folder.is_dir() else []
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    return len(leftovers)
