"""The docs as a site: ``make docs``. Sphinx with MyST; warnings are errors, and no network is needed."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS.parent / "src"), str(DOCS)]

project = "Sottovoce"
author = "The Sottovoce developers"
copyright = "The Sottovoce developers, Apache-2.0"
release = version = installed("sottovoce")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx_copybutton"]
exclude_patterns = ["_build", "*.template.md", "**/.ipynb_checkpoints"]
nb_execution_mode = "off"  # notebooks are run by the tests
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
copybutton_prompt_text = r"\$ "

autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_typehints = "description"
autodoc_member_order = "bysource"
autosummary_generate = False

html_theme = "furo"
html_title = f"Sottovoce {release}"
html_theme_options = {"source_directory": "docs/"}


def setup(app) -> None:
    """The index for machine readers, with links to the pages as text."""
    import llms

    def write(app, failed) -> None:
        if failed is None and app.builder.format == "html":
            (Path(app.outdir) / "llms.txt").write_text(llms.text("_sources/", ".txt"), encoding="utf-8")

    app.connect("build-finished", write)
