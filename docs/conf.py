"""The site made of these pages: `make site` builds it into `build/site`, offline; a dead link fails the build."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "site"))

project = "通州区生态环境指标"
author = ""
language = "zh_CN"
html_title = project
extensions = ["myst_parser", "chinese_lines", "chinese_search", "repository_files"]
exclude_patterns = ["images", "notebooks", "site"]
nitpicky = True
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst.header", "misc.highlighting_failure"]
html_theme = "pydata_sphinx_theme"
html_static_path = ["site/static"]
html_css_files = ["site.css"]
html_search_language = "zh"
html_show_sourcelink = False
html_show_search_summary = False
html_show_copyright = False
html_copy_source = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "show_prev_next": False,
    "show_nav_level": 2,
    "navigation_depth": 3,
}
borrowed_pages = {
    "operator/manual.zh-CN": "README.zh-CN.md",
    "operator/manual": "README.md",
    "operator/deployment": "deploy/README.md",
    "reviewer/contributing": "CONTRIBUTING.md",
}
"""Pages whose text is a file that stands elsewhere in the repository: read there, not copied."""
