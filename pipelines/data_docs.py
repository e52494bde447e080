"""The pages of the gate beside the mart: written aside, cut off from the network, then shown in one step."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

NAME: Final = "data_docs"
ASIDE: Final = f".{NAME}-"
OUTSIDE: Final = re.compile(
    r"<script[^>]*\bsrc=\"https?://[^>]*>\s*</script>|<link[^>]*\bhref=\"https?://[^>]*>|<img[^>]*\bsrc=\"https?://[^>]*>",
    re.IGNORECASE,
)
FOOTER: Final = re.compile(r"<footer\b.*?</footer>", re.IGNORECASE | re.DOTALL)
"""The library's newsletter."""

URL: Final = re.compile(r"url\(['\"]?https?://[^)]*\)", re.IGNORECASE)
LINK: Final = re.compile(r"<a\b[^>]*\bhref=\"https?://[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
HEAD: Final = """<head>
<meta http-equiv="Content-Security-Policy"
  content="default-src 'self' 'unsafe-inline' data: file:; connect-src 'none'">
<style>
body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 1em auto; max-width: 75em; }
table { border-collapse: collapse; } td, th { border: 1px solid #ccc; padding: .3em .6em; text-align: left; }
img { max-height: 3em; } .alert { border-left: 4px solid #888; padding-left: 1em; }
</style>"""


def index_page(marts: Path) -> Path:
    """Where a reader begins."""
    return marts / NAME / "index.html"


@contextmanager
def placed(marts: Path) -> Iterator[Path]:
    """A folder to write pages into; it then takes the place of `data_docs`, as a whole. If writing fails, the old pages
    stay."""
    marts.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=ASIDE, dir=marts))
    try:
        yield folder
        cut_off(folder)
        show(marts, folder)
    finally:
        shown = (marts / NAME).resolve()
        for old in marts.glob(f"{ASIDE}*"):
            if old.is_dir() and old.resolve() != shown:
                shutil.rmtree(old, ignore_errors=True)


def cut_off(folder: Path) -> None:
    """Take everything out of the pages that a browser would fetch from elsewhere, and forbid it what is left."""
    for page in folder.rglob("*.html"):
        text = FOOTER.sub("", page.read_text("utf-8"))
        text = LINK.sub(r"\1", URL.sub("none", OUTSIDE.sub("", text)))
        page.write_text(text.replace("<head>", HEAD, 1), "utf-8")
    shutil.rmtree(folder / "static" / "images", ignore_errors=True)


def show(marts: Path, folder: Path) -> None:
    """Point `data_docs` to the new pages: readers see the old ones or the new ones."""
    folder.chmod(0o755)
    link = marts / f"{ASIDE}{os.getpid()}.link"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name, target_is_directory=True)
    os.replace(link, marts / NAME)
