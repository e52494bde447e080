-- 2024年碳排放强度因何变化？
-- What moved the carbon intensity in 2024?
--
-- 三项效应相乘即为同比；`*_frozen` 与 `*_annual` 为两种电力因子口径。
-- The three effects multiply to the change; both power-factor policies stand beside.
SELECT area_id, year, ef_mode, intensity, yoy, intensity_effect_energy, intensity_effect_mix, intensity_effect_factor,
       cumulative_frozen, cumulative_annual, origin
FROM marts.carbon_intensity_trend
WHERE year = 2024
ORDER BY area_id;
