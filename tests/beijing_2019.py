"""Twelve Beijing sites of 2019: their file among the shared observations, and the reference tables that they need."""

FEED = "air/china_sites_2019_beijing_1001A-1012A.csv"
SITES = "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\n" + "".join(
    f"{code}A,站{code},beijing-12,{'control' if code == 1002 else 'assessment'},,,,\n" for code in range(1001, 1013)
)
NO_DUST = "area_id,date,hour_from,hour_to,declared_by,document\n"
