"""Lines of Chinese join without a space: a browser shows the end of a line as one, and Chinese has none."""

import re
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

CHINESE: Final = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def join_lines(_app: Sphinx, doctree: nodes.document) -> None:
    """Takes out every end of a line between two Chinese characters."""
    for node in list(doctree.findall(nodes.Text)):
        if node.astext() != "\n":
            continue
        place = node.parent.index(node)
        before, after = node.parent[:place], node.parent[place + 1 :]
        if before and after and CHINESE.match(before[-1].astext()[-1:]) and CHINESE.match(after[0].astext()[:1]):
            node.parent.remove(node)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", join_lines)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
