"""Which years of an area may be compared, and the change between two of them: like with like only."""

from fractions import Fraction

from standards.climate_intensity import decline
from standards.climate_values import policy_number
from standards.climate_year import Year


def comparable(now: Year, before: Year | None) -> str:
    """Why two years can't be compared: the key of the reason, empty where they can.

    A carrier that only one of them has may be missing or unused; who means nothing writes 0. The supplier's calorific
    value in one year and the default in the other differ by up to a tenth. What grows or shrinks severalfold is in
    another unit.
    """
    if before is None:
        return "climate_no_earlier_year"
    if now.boundary != before.boundary:
        return "climate_boundary_changed"
    if now.account.amounts.keys() != before.account.amounts.keys():
        return "climate_carriers_differ"
    if stated_calorific(now) != stated_calorific(before):
        return "climate_ncv_differs"
    if jumps(now, before):
        return "climate_amount_jumps"
    return "origin_differs" if now.origin != before.origin else ""


def stated_calorific(one: Year) -> set[str]:
    """The carriers whose calorific value the account states, of those that are used."""
    used = {found.carrier for found in one.emissions["annual"] if found.amount}
    return {carrier for carrier, amounts in one.account.amounts.items() if amounts.ncv is not None and carrier in used}


def jumps(now: Year, before: Year) -> bool:
    """Whether a carrier that matters in either year is more or less by a factor that no year brings."""
    times, share = policy_number("jump_times"), policy_number("jump_share")
    old = {found.carrier: found for found in before.emissions["annual"]}
    for found in now.emissions["annual"]:
        low, high = sorted((abs(found.amount), abs(old[found.carrier].amount)))
        matters = abs(found.tce) >= share * abs(now.tce) or abs(old[found.carrier].tce) >= share * abs(before.tce)
        if low and matters and high >= times * low:
            return True
    return False


def change(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """Change in %, below zero where it falls."""
    return None if now is None or not before else -decline(now, before) * 100
