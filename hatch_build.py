"""The hook of hatch: the page is built into the wheel. An editable install does not wait for it (`make page` builds it)."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface):
    """Builds the page where it can; where it cannot the install still succeeds, and `serve` says what to do."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel or an sdist is written."""
        root = Path(self.root)
        static = root / "src" / "sottovoce" / "web" / "static"
        script = root / "page" / "build.py"
        if version == "editable" or not script.is_file():
            return
        spec = importlib.util.spec_from_file_location("sottovoce_page_build", script)
        assert spec and spec.loader
        page = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(page)
        try:
            page.build()
        except page.NoPage as problem:
            if not (static / "index.html").is_file():
                self.app.display_warning(f"Everything but `sottovoce serve` will work. {problem}")
