"""Exits with 0 if the server on this machine answers `/readyz`: the container's HEALTHCHECK. Standard library only."""

import http.client
import os
import sys
from collections.abc import Mapping

from scripts import preflight

WAIT_S = 8


def host_header(environ: Mapping[str, str] = os.environ) -> str:
    """A name that the site answers to: others are refused, 127.0.0.1 as well."""
    names = [name.strip().lstrip(".") for name in environ.get("ALLOWED_HOSTS", "").split(",")]
    return next((name for name in names if name and name != "*"), "localhost")


def status(port: int, host: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status
    finally:
        connection.close()


def main() -> int:
    try:
        answered = status(preflight.port_number(os.environ.get("PORT") or preflight.DEFAULT_PORT), host_header())
    except (OSError, http.client.HTTPException, preflight.Refusal) as error:
        sys.stderr.write(f"Not ready: {error}\n")
        return 1
    if answered != http.HTTPStatus.OK:
        sys.stderr.write(f"Not ready: /readyz answered {answered}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
