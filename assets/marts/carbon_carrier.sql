-- One row per area, year, power-factor policy and carrier.
select
    carriers.area_id,
    carriers.year,
    carriers.ef_mode,
    carriers.carrier,
    names.name_zh as carrier_zh,
    names.name_en as carrier_en,
    names.family,
    carriers.amount / 1e9 as amount,
    names.unit,
    carriers.ncv / 1e9 as ncv,
    carriers.carbon / 1e9 as carbon,
    carriers.oxidation / 1e9 as oxidation,
    carriers.factor / 1e9 as factor,
    carriers.tce / 1e9 as tce,
    carriers.co2 / 1e9 as co2,
    carriers.origin,
    carriers.sources
from carriers
inner join names on names.carrier = carriers.carrier
