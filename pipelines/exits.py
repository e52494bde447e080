"""Exit codes of the command line."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes that a scheduler can act on."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NO_INPUT = 3
    LOCKED = 4
    BLOCKED = 5
