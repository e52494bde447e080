"""The READMEs name only what exists, in both languages the same; their queries run, and their mapping file maps."""

import re
from datetime import date
from pathlib import Path

import pytest
import typer.main
from conftest import Installation, copy_demo_days

from demo import soil, water_discharge, water_sections
from pipelines.cli import app
from pipelines.settings import Settings
from readers.datasets import DATASETS, dataset_of
from readers.text import Unreadable
from readers.water import read_sections
from standards.water import ROLES

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


def blocks_of(name: str, language: str) -> list[str]:
    """The blocks of a README that are set in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(name), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A publication that has what the queries ask for: five days of air; samples of sections and soil of 2023 and 2024;
    the discharge account from its base year on."""
    made = Installation(tmp_path_factory.mktemp("documented"))
    copy_demo_days(made)
    water_sections.generate(made.raw, [2023, 2024])
    water_discharge.generate(made.raw)
    soil.generate(made.raw, [2023, 2024])
    assert made.run().success
    return made


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


@pytest.mark.parametrize("name", READMES)
def test_every_dataset_has_its_folder_in_the_tree(name: str) -> None:
    (tree,) = re.findall(r"^```\nraw/\n(.*?)^```$", text_of(name), re.MULTILINE | re.DOTALL)
    assert re.findall(r"^  (\w+/\w+)/ ", tree, re.MULTILINE) == [dataset.folder for dataset in DATASETS]


@pytest.mark.parametrize("name", READMES)
def test_every_role_of_a_section_is_named(name: str) -> None:
    assert set(ROLES) <= set(code_of(name))


def test_both_languages_have_the_same_queries_and_examples() -> None:
    for language in ("sql", "csv", "python"):
        assert blocks_of(READMES[0], language) == blocks_of(READMES[1], language) != []
    english, chinese = (
        [line.split("  #")[0].rstrip() for line in blocks_of(n, "toml")[0].split("\n")] for n in READMES
    )
    assert english == chinese


@pytest.mark.parametrize("number", range(len(blocks_of("README.md", "sql"))))
def test_every_query_finds_something(documented: Installation, number: int) -> None:
    query = blocks_of("README.md", "sql")[number]
    assert len(documented.query(query)) > 0, query


@pytest.mark.parametrize("name", READMES)
def test_the_mapping_file_turns_the_table_beside_it(name: str) -> None:
    (path,) = set(re.findall(r"`(\S+\.csv)\.mapping\.toml`", text_of(name)))
    (table,), (mapping, *_) = blocks_of(name, "csv"), blocks_of(name, "toml")
    dataset = dataset_of(path)
    assert dataset is not None
    assert dataset.read is read_sections
    with pytest.raises(Unreadable):
        read_sections(table.encode(), path)
    rows = read_sections(table.encode(), path, mapping).rows
    assert rows.select("place_label", "item", "date", "value", "rule").rows() == [
        ("王家摆", "NH3N", date(2024, 7, 1), 340_000_000, None),
        ("王家摆", "TP", date(2024, 7, 1), 148_000_000, None),
    ]
