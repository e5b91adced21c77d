"""How fast, how large, beside whom: measured side by side in one run. ``python -m benchmarks --help``."""
