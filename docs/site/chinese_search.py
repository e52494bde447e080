"""Search in Chinese: every two neighbouring characters are a word, in the index and in what is asked for alike.

So any words of two characters and more are found, whether a dictionary knows them or not; no segmenter is needed.
"""

import re
from typing import Final

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage

RUNS: Final = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9_]+(?:\.[0-9]+)*")

SPLIT_QUERY: Final = r"""
var splitQuery = (query) =>
  (query.match(/[\u4e00-\u9fff]+|[A-Za-z0-9_]+(?:\.[0-9]+)*/g) || []).flatMap((run) =>
    run.length > 1 && run.charCodeAt(0) >= 0x4e00
      ? Array.from({ length: run.length - 1 }, (_, at) => run.substr(at, 2))
      : [run]);
"""
"""The same in the browser; the search page calls it by this name."""


class PairsOfCharacters(SearchLanguage):
    """Latin words and numbers whole, Chinese by pairs."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = SPLIT_QUERY

    def split(self, input: str) -> list[str]:
        return [word for run in RUNS.findall(input) for word in words(run)]

    def stem(self, word: str) -> str:
        return word.lower()


def words(run: str) -> list[str]:
    """A run of Chinese as its pairs; anything else, and a single character, as it is."""
    if len(run) < 2 or run[0] < "\u4e00":
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_search_language(PairsOfCharacters)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
