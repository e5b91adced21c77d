"""A measurement in a process of its own: ``python child.py MODULE CLASS JSON``. Needs only the engine's own packages.

It makes the engine, says so, and then, for each line "days" that it is sent, lives this number of days and says how long that took (0: what its
figures are).
So several engines stand ready side by side and take turns, and each one's memory is its own.
"""

import importlib.util
import json
import os
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


def memory(which: str) -> float:
    """Bytes of memory of this process: VmRSS now, VmHWM at the peak (getrusage would give the parent's, where that is higher)."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(which):
                return 1024.0 * float(line.split()[1])
    except OSError:
        pass
    return float("nan")


def processor() -> float:
    """Seconds of processor of all threads, and of processes that have ended."""
    import resource

    gone = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + gone.ru_utime + gone.ru_stime


def main() -> None:
    """Answer until the parent closes the line."""
    module, name, given = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    if "folder" in given:
        given["folder"] = Path(given["folder"])
    os.environ.update(given.pop("environment", {}))  # before anything reads it
    made = getattr(loaded(Path(module)), name)
    begun, idle = time.perf_counter(), memory("VmRSS")
    engine = made(**given)
    say(ready=True, seconds=time.perf_counter() - begun, n=engine.n, grown=memory("VmRSS") - idle)
    for line in sys.stdin:
        days = int(line)
        if days == 0:
            say(figures=engine.figures())
            continue
        begun, cpu = time.perf_counter(), processor()
        engine.days(days)
        say(wall=time.perf_counter() - begun, cpu=processor() - cpu, days=days)
    say(figures=engine.figures(), peak=memory("VmHWM"), grown=memory("VmRSS") - idle)


if __name__ == "__main__":
    main()
