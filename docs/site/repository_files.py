"""Links from a page to files of the repository: a Markdown link to a module, a query or a table of limits opens a page
of the site that shows the file, at the function that the link's text names. The same link works where the page is read
without the site. `borrowed_pages` of the configuration are pages whose whole text stands elsewhere in the repository.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

CHECKOUT: Final = Path(__file__).resolve().parent.parent.parent
SHOWN: Final = {".py": "python", ".sql": "sql", ".toml": "toml", ".csv": "text", ".md": "markdown", ".ts": "text"}
ANCHOR: Final = re.compile(r'^<a id="(\w+)"></a>$', re.MULTILINE)
LINK: Final = re.compile(r"\]\((?![a-z]+:|#)([^)]+)\)")


def borrow(app: Sphinx, docname: str, source: list[str]) -> None:
    """The text of a borrowed page, its links pointed to where they led from its own place; anchors of HTML become those
    of the site."""
    source[0] = ANCHOR.sub(r"(\1)=", source[0])
    if docname not in app.config.borrowed_pages:
        return
    file = CHECKOUT / app.config.borrowed_pages[docname]
    up, folder = "../" * len(Path(docname).parts), file.parent.relative_to(CHECKOUT)
    source[0] = LINK.sub(lambda found: f"]({led_to(up, (folder / found[1]).as_posix())})", file.read_text("utf-8"))


def led_to(up: str, target: str) -> str:
    """A link of a borrowed page; Markdown outside docs/ is a file like any other, no page of the site."""
    outside = target.endswith(".md") and not target.startswith("docs/")
    return f"{'path:' if outside else ''}{up}{target}"


def point_to_pages(app: Sphinx, doctree: nodes.document) -> None:
    """Every link to a file becomes one to its page, which is remembered to be written."""
    docname = app.env.docname
    for node in list(doctree.findall(addnodes.download_reference)):
        file = (Path(app.srcdir) / docname).parent / node["reftarget"]
        path = file.resolve().relative_to(CHECKOUT)
        if path.suffix not in SHOWN:
            continue
        page = own_page(app, path)
        if page == f"files/{path}":
            app.env.shown_files.add(path.as_posix())  # type: ignore[attr-defined]
        name = node.astext()
        anchor = f"#{name}" if path.suffix == ".py" and name in definitions(file) else ""
        target = relative_uri(app.builder.get_target_uri(docname), app.builder.get_target_uri(page)) + anchor
        node.replace_self(nodes.reference("", "", *node.children, refuri=target, internal=True))


def own_page(app: Sphinx, path: Path) -> str:
    """The page that has the file's text: one that borrows it, else one made for it."""
    borrowing = (page for page, file in app.config.borrowed_pages.items() if file == path.as_posix())
    return next(borrowing, f"files/{path}")


def definitions(file: Path) -> dict[str, int]:
    """Line of each function, class and constant at the top of a module."""
    found = {}
    for statement in ast.parse(file.read_text("utf-8")).body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = statement.lineno
    return found


def pages_of_files(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A page for each file that is linked."""
    for path in sorted(app.env.shown_files):  # type: ignore[attr-defined]
        file = CHECKOUT / path
        marked = app.builder.highlighter.highlight_block(file.read_text("utf-8"), SHOWN[file.suffix])  # type: ignore[attr-defined]
        lines = marked.split("\n")
        if file.suffix == ".py":
            for name, line in definitions(file).items():
                lines[line - 1] = f'<span id="{name}"></span>' + lines[line - 1]
        body = f"<h1>{path}</h1>" + "\n".join(lines)
        yield f"files/{path}", {"title": path, "body": body}, "page.html"


def remember(app: Sphinx) -> None:
    app.env.shown_files = set()  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, bool]:
    """Links are changed before Sphinx collects downloads."""
    app.add_config_value("borrowed_pages", {}, "env")
    app.connect("builder-inited", remember)
    app.connect("source-read", borrow)
    app.connect("doctree-read", point_to_pages, priority=1)
    app.connect("html-collect-pages", pages_of_files)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
