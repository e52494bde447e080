"""The checkpoint of Great Expectations over the frames of the build, and its Data Docs beside the mart.

The library takes seconds to import: it is imported where it is used, and only on a night that publishes something.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipelines.gate_frames import Prepared
from pipelines.gate_outcomes import Finding

SITE: Final = "publication"
COMPLETE: Final = {"result_format": "COMPLETE"}
SEVERITY: Final = {"publication": "critical", "indicator": "warning", "nothing": "info"}
"""What Data Docs call a failure that withholds the publication, an indicator, or nothing."""


@dataclass(frozen=True)
class Judged:
    """What was found by name of check, and the library's context, which can write its pages; None where it failed."""

    findings: dict[str, Finding]
    context: Any = None


def run_checkpoint(prepared: Sequence[Prepared]) -> Judged:
    """Judge all frames. Where the library itself fails, every expectation is broken."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    judged = [one for one in prepared if not one.broken]
    try:
        import great_expectations as gx

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        return Judged(findings(checked(context, judged)), context)
    except Exception as error:
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        return Judged({one.name: Finding("broken", message=told) for one in judged})


def write_pages(context: Any, folder: Path) -> None:
    """Data Docs of the checkpoint that has run."""
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    context.add_data_docs_site(site_name=SITE, site_config=site_config(folder))
    context.build_data_docs()


def checked(context: Any, prepared: Sequence[Prepared]) -> Any:
    """Run the checkpoint over the frames' files: a suite of one expectation for each."""
    import great_expectations as gx
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    source = context.data_sources.add_pandas("build")
    definitions = []
    for one in prepared:
        asset = source.add_parquet_asset(one.name, path=one.file)
        expectation = ExpectationConfiguration(**configuration(one)).to_domain_obj()
        suite = context.suites.add(gx.ExpectationSuite(name=one.name, expectations=[expectation]))
        batch = asset.add_batch_definition("whole")
        definition = gx.ValidationDefinition(name=one.name, data=batch, suite=suite)
        definitions.append(context.validation_definitions.add(definition))
    checkpoint = gx.Checkpoint(name=SITE, validation_definitions=definitions, result_format=COMPLETE)
    return context.checkpoints.add(checkpoint).run()


def site_config(docs: Path) -> dict[str, Any]:
    """Pages in a folder, without the buttons of the library's own service."""
    store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs)}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    return {"class_name": "SiteBuilder", "show_how_to_buttons": False, "site_index_builder": index,
            "store_backend": store}  # fmt: skip


def configuration(one: Prepared) -> dict[str, Any]:
    """An expectation as the library configures it; its words and its owner stand on the pages as a note."""
    expectation = one.expectation
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in expectation.type).lstrip("_")
    notes = [
        f"{expectation.description_zh}。{expectation.description_en}",
        f"不通过时暂不发布 / withholds: {expectation.withholds}",
        f"依据 / rule: {expectation.rule}",
        f"界限由谁改 / who may change it: {one.suite.owner_of(expectation)}",
        f"怎么办 / next: {expectation.next_zh}。{expectation.next_en}.",
    ]
    return {"type": name, "kwargs": expectation.parameters, "meta": {"check": one.name}, "notes": notes,
            "severity": SEVERITY[expectation.withholds]}  # fmt: skip


def findings(result: Any) -> dict[str, Finding]:
    """What each suite of one expectation found."""
    return {
        str(validation.suite_name): finding(one)
        for validation in result.run_results.values()
        for one in validation.results
    }


def finding(result: Any) -> Finding:
    """Held, failed with the positions of the failing rows, or broken: an exception is no verdict on data."""
    raised = next(exceptions(result.exception_info or {}), "")
    if raised:
        return Finding("broken", message=raised)
    if result.success is True:
        return Finding("held")
    if result.success is not False:
        return Finding("broken", message=f"success is {result.success!r}")
    found = result.result or {}
    positions = found.get("unexpected_index_list")
    observed = found.get("observed_value")
    told = "" if observed is None else f"观测值 / observed {observed}"
    return Finding("failed", None if positions is None else [int(at) for at in positions], told)


def exceptions(info: dict[str, Any]) -> Iterator[str]:
    """The messages of what was raised: of the expectation as a whole, or of each metric that it needs."""
    if info.get("raised_exception"):
        yield str(info.get("exception_message") or "an exception without message").splitlines()[0]
    for part in info.values():
        if isinstance(part, dict):
            yield from exceptions(part)
