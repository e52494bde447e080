"""The READMEs name only what exists, in both languages the same, and their queries run."""

import re
from pathlib import Path

import pytest
import typer.main
from conftest import Installation

from pipelines.cli import app
from pipelines.settings import Settings

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code_of(name: str) -> list[str]:
    """Everything that a README sets as code: the lines of its blocks without comments, then the spans in its text."""
    text = text_of(name)
    blocks = re.findall(r"^```(?:sh|sql|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*filter(None, lines), *sorted(re.findall(r"`([^`\n]+)`", prose))]


def named(pattern: str, name: str) -> set[str]:
    return set(re.findall(pattern, "\n".join(code_of(name))))


def test_both_languages_list_the_same_commands_queries_and_columns() -> None:
    english, chinese = (code_of(name) for name in READMES)
    commands = r"\bmake |\btzeco |\bduckdb |TZECO_|SELECT|FROM"
    assert [c for c in english if re.search(commands, c)] == [c for c in chinese if re.search(commands, c)]
    tables = [re.findall(r"^\| `(\w+\.csv)` \| `(.+?)` \|", text_of(name), re.MULTILINE) for name in READMES]
    assert tables[0] == tables[1] != []


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named(r"\bmake ([a-z][a-z-]*)", name) <= targets
    assert {"run", "test", "ui", "bench", "demo"} <= named(r"\bmake ([a-z][a-z-]*)", name)


@pytest.mark.parametrize("name", READMES)
def test_every_verb_and_option_of_the_command_line_exists(name: str) -> None:
    commands = typer.main.get_group(app).commands
    for line in code_of(name):
        for verb, rest in re.findall(r"\btzeco ([a-z][a-z-]*)(.*)", line):
            assert verb in commands, line
            options = {option for parameter in commands[verb].params for option in parameter.opts}
            assert set(re.findall(r"--[a-z-]+", rest)) <= options, line


@pytest.mark.parametrize("name", READMES)
def test_every_setting_exists(name: str) -> None:
    settings = {f"TZECO_{field.upper()}" for field in Settings.model_fields}
    assert named(r"TZECO_[A-Z_]+", name) <= settings


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_link_and_path_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text_of(name))
    rooms = "|".join(path.parent.name for path in ROOT.glob("*/__init__.py"))
    paths = re.findall(rf"`((?:{rooms}|tests|docs)/[\w./-]+\.\w+)`", text_of(name))
    assert [path for path in [*links, *paths] if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_every_reference_table_is_listed_with_its_columns(name: str) -> None:
    listed = dict(re.findall(r"^\| `(\w+)\.csv` \| `(.+?)` \|", text_of(name), re.MULTILINE))
    for table, columns in listed.items():
        default = ROOT / "store" / "reference_defaults" / f"{table}.csv"
        assert columns.split(", ") == default.read_text("utf-8").splitlines()[0].split(","), table
    assert set(listed) == {path.stem for path in (ROOT / "store" / "reference_defaults").glob("*.csv")}


def test_every_query_finds_something(published: Installation) -> None:
    queries = re.findall(r"^```sql\n(.*?);\n^```$", text_of("README.md"), re.MULTILINE | re.DOTALL)
    assert [len(published.query(query)) > 0 for query in queries] == [True] * 3
