"""No target of a running year is silent: it has a chance, or the reason why there is none."""

from datetime import date
from fractions import Fraction

from standards.attainment_reasons import of_words_alone, with_reasons, without_outlook
from standards.attainment_table import Outlook
from standards.plan_status import Target

AS_OF = date(2024, 9, 30)


def test_a_target_in_words_has_a_row_that_says_so() -> None:
    """地下水水质总体保持稳定 and 土壤环境质量保持良好 give no number to hold a value against."""
    words = {"t": {"water_groundwater_stability", "soil_environment_quality"}}
    known = [Outlook("t", 2024, "soil_environment_quality", "points", AS_OF, "%", None)]
    (row,) = with_reasons(of_words_alone(words, known, AS_OF))
    assert (row.area_id, row.year, row.indicator_id, row.measure) == (
        "t",
        2024,
        "water_groundwater_stability",
        "wording",
    )
    assert (row.target, row.comparator, row.chances) == (None, "", None)
    assert row.remarks == ("target_in_words", "chance_by_test")


def test_a_target_of_which_nothing_is_known_yet_stands_alone_with_the_reason() -> None:
    targets = {
        "t": {
            "air_pm25_annual_mean": Target("<=", Fraction(35)),
            "climate_carbon_intensity_yoy": Target("<", Fraction(0)),
        }
    }
    rows = with_reasons(without_outlook(targets, [], AS_OF))
    assert [(row.indicator_id, row.measure, row.remarks) for row in rows] == [
        ("air_pm25_annual_mean", "target", ("chance_nothing_yet",)),
        ("climate_carbon_intensity_yoy", "target", ("chance_by_account",)),
    ]
    withheld = with_reasons(without_outlook(targets, [], AS_OF, {"air_hourly"}))
    assert withheld[0].remarks == ("withheld",)
