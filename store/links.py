"""Links in the landing zone: whoever may only put files there can't have others read for them."""

from pathlib import Path


def led_out(path: Path, raw_dir: Path, homes: tuple[Path, ...]) -> bool:
    """Whether a path ends outside all homes, over a link of another owner than what stands there.

    A link whose owner also owns what it leads to is followed: an operator may keep the files elsewhere.
    """
    end = path.resolve()
    if any(end.is_relative_to(home) for home in homes):
        return False
    links = [one for one in (path, *path.parents) if one.is_relative_to(raw_dir) and one.is_symlink()]
    return any(one.lstat().st_uid != end.stat().st_uid for one in links)
