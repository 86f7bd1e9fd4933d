"""Settings of Sphinx, which `build` starts."""

project = "eflows2smk"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "eflows2smk"
html_show_copyright = False
html_show_sphinx = False
myst_heading_anchors = 4
# Programs with faults are in no language.
highlight_options = {"stripall": False}
suppress_warnings = ["misc.highlighting_failure"]
