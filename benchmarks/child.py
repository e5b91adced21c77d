"""A measurement in a process of its own: ``python child.py MODULE CLASS JSON``. Needs only the engine's own packages.

It makes the engine, says so, and then, for each line "days" that it is sent, lives so many days and says how long that took.
So several engines stand ready side by side and take turns, and each one's memory is its own.
"""

import importlib.util
import json
import resource
import sys
import time
from pathlib import Path


def say(**content) -> None:
    """One line to the parent."""
    print("@" + json.dumps(content), flush=True)


def loaded(path: Path):
    """A module from a file, without the package around it: peers know nothing of ours."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def resident() -> float:
    """Bytes of memory of this process now; NaN where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return float(pages * resource.getpagesize())
    except OSError:
        return float("nan")


def main() -> None:
    """Answer until the parent closes the line."""
    module, name, given = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    if "folder" in given:
        given["folder"] = Path(given["folder"])
    made = getattr(loaded(Path(module)), name)
    begun, idle = time.perf_counter(), resident()
    engine = made(**given)
    say(ready=True, seconds=time.perf_counter() - begun, n=engine.n, grown=resident() - idle)
    for line in sys.stdin:
        days = int(line)
        begun, cpu = time.perf_counter(), time.process_time()
        engine.days(days)
        say(wall=time.perf_counter() - begun, cpu=time.process_time() - cpu, days=days)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1.0 if sys.platform == "darwin" else 1024.0)
    say(figures=engine.figures(), peak=peak, grown=resident() - idle)


if __name__ == "__main__":
    main()
