"""The token that a page must show: drawn once for a user of this machine, kept where nobody else can read it (docs/decisions/0022)."""

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

FILE = "page-token"
FORM = re.compile(r"[A-Za-z0-9_-]{32}")


def token(folder: Path) -> str:
    """The token in a folder, drawn where there is none; one for this time only where none can be kept."""
    path = folder / FILE
    with suppress(OSError):
        if found := _kept(path):
            return found
        path.unlink(missing_ok=True)
    drawn = secrets.token_urlsafe(24)
    with suppress(OSError):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(file, "w") as out:
            out.write(drawn)
    return drawn


def _kept(path: Path) -> str | None:
    """A token as it was written, by this user and for nobody else."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)) if path.exists() else None
    if file is None:
        return None
    with os.fdopen(file) as kept:
        facts = os.fstat(kept.fileno())
        own = not hasattr(os, "getuid") or (facts.st_uid == os.getuid() and not facts.st_mode & 0o077)
        text = kept.read(100) if own and stat.S_ISREG(facts.st_mode) else ""
    return text if FORM.fullmatch(text) else None
