"""The pages on the rules: every worked number on them is what the rules give, and no module with a rule is left out."""

import doctest
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
PAGES = [CHECKOUT / "docs" / "rules.md", *sorted((CHECKOUT / "docs" / "rules").glob("*.md"))]
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINKED = re.compile(r"\]\((?:\.\./)+(standards/\w+\.py)\)")
CALL = re.compile(r"\[`(\w+)`\]\((?:\.\./)+(standards/\w+\.py)\)")


def examples(page: Path) -> doctest.DocTest:
    """The examples of a page as one, in their order: a later one may use what an earlier one defines."""
    text = "\n".join(BLOCK.findall(page.read_text("utf-8")))
    return doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_worked_number_is_what_the_rules_give(page: Path) -> None:
    told: list[str] = []
    test = examples(page)
    assert test.examples
    result = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert result.failed == 0, "".join(told)


def test_a_wrong_number_would_be_found() -> None:
    test = doctest.DocTestParser().get_doctest(">>> 50 + 1\n52\n", {}, "wrong", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(test, out=lambda _: None).failed == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_printed_result_is_an_example_and_not_only_text(page: Path) -> None:
    """A block that is no example, such as one fenced as plain Python, would be read and never run."""
    fences = re.findall(r"^```(\S*)$", page.read_text("utf-8"), re.MULTILINE)
    assert set(fences) <= {"", "pycon", "{toctree}"}


def test_every_module_of_the_rules_is_linked() -> None:
    linked = {path for page in PAGES for path in LINKED.findall(page.read_text("utf-8"))}
    modules = {f"standards/{file.name}" for file in (CHECKOUT / "standards").glob("*.py")} - {"standards/__init__.py"}
    assert linked == modules


def test_every_function_that_is_linked_stands_in_its_module() -> None:
    """The text of a link names a function, a class, or the module."""
    for page in PAGES:
        for name, path in CALL.findall(page.read_text("utf-8")):
            source = (CHECKOUT / path).read_text("utf-8")
            assert re.search(rf"^(def|class) {name}\b", source, re.MULTILINE) or name == Path(path).stem, (
                page.name,
                name,
            )
