"""This processor as Numba sees it, and the same told to be one with registers of 256 bits: ``python -m benchmarks.processor`` tells both."""

import json

from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

OLDER = "znver3"  # one with registers of 256 bits, after whose pace LLVM then goes
WIDE = ("avx512", "avx10", "amx")  # what comes with registers of 512


def kinds() -> dict[str, dict[str, str]]:
    """Of each: the environment that tells Numba, with nothing in it for the processor as it is. One only where its registers are no wider."""
    has = {name: there for name, there in get_host_cpu_features().items()}
    found = {f"{get_host_cpu_name()}, registers of {512 if has.get('avx512f') else 256} bits": {}}
    if has.get("avx512f"):
        features = ",".join(
            f"{'+' if there and not name.startswith(WIDE) else '-'}{name}" for name, there in has.items()
        )
        found[f"{OLDER}, registers of 256 bits"] = {"NUMBA_CPU_NAME": OLDER, "NUMBA_CPU_FEATURES": features}
    return found


if __name__ == "__main__":
    print(json.dumps(kinds()))
