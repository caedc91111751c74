"""Prints the path of the Chromium that tests and screenshots use; exits 1 where there is none.

First the shell without a window: the same engine at half the work (docs/decisions/0018). CHROMIUM names another.
"""

import os
import shutil
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The path, or None. A browser that CHROMIUM names stands alone: where it is missing no other takes its place."""
    wanted = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [wanted] if wanted else NAMES)), None)


def main() -> int:
    found = find()
    if found:
        sys.stdout.write(found + "\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
