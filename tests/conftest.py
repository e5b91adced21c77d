"""What all tests share lies in helpers.py; this file is here so that they find it, and says how Hypothesis looks for examples."""

import os

from hypothesis import settings

# No example fails for taking long: a timing is never a test. At home every run looks elsewhere; .ci/run sees the same examples
# each time, so that a change is judged by what it changes.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("SOTTOVOCE_CI") else "home")
