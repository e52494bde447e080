"""Which steps of the readers an input takes: pairs of lines, one after the other, that have not been seen before."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import CO_NEWLOCALS
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

import readers

READERS: Final = str(Path(readers.__file__).parent)
Step = tuple[CodeType, int, int]
"""A function, the line it comes from (0 on entry), the line it goes to."""


CALLS: Final = 60
LINES: Final = 1000
"""So many calls of a function by one input, and lines within one call, are followed: a thousand rows more lead nowhere
new, and following each line costs ten times what reading it does."""

Line = tuple[str, int]
"""File below `readers/` and line."""


class Reached:
    """What all inputs so far have reached."""

    def __init__(self) -> None:
        self.steps: set[Step] = set()
        self.calls: Counter[CodeType] = Counter()

    @property
    def lines(self) -> set[Line]:
        """Lines of functions of the readers."""
        return {(code.co_filename, line) for code, _, line in self.steps}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch what the readers do within: the interpreter calls back at each of their lines. Whoever watched before,
        as the measuring of a test's coverage, goes on afterwards."""
        self.calls.clear()
        before = sys.gettrace()
        sys.settrace(self.entered)
        try:
            yield
        finally:
            sys.settrace(before)

    def entered(self, frame: FrameType, event: str, _: Any) -> Any:
        """Follow functions of the readers, none of others."""
        code = frame.f_code
        if not code.co_filename.startswith(READERS) or self.calls[code] > CALLS:
            return None
        self.calls[code] += 1
        steps, last, left = self.steps, 0, LINES

        def stepped(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal last, left
            if event == "line":
                steps.add((code, last, frame.f_lineno))
                last, left = frame.f_lineno, left - 1
            return stepped if left else None

        return stepped


def lines_of_readers() -> set[Line]:
    """All lines of functions below `readers/` that something can be done at."""
    found: set[Line] = set()
    for path in Path(READERS).rglob("*.py"):
        module = compile(path.read_text("utf-8"), str(path), "exec")
        found |= {(str(path), line) for code in functions_in(module) for _, _, line in code.co_lines() if line}
    return found


def functions_in(code: CodeType) -> Iterator[CodeType]:
    """The functions within a module, at any depth, bodies of classes aside."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & CO_NEWLOCALS:
                yield inner
            yield from functions_in(inner)
