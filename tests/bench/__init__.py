"""How fast, how light, how safe under load: measured side by side with the least that Django could do.

A bare number says as much about the machine as about the code. So every budget is a ratio to a floor, a tiny Django
project in `tests/bench/floor/` under the same gunicorn configuration, SQLite settings and Django version, asked in
turn with ours in the same run. Server CPU is read from the workers' scheduler counters, latency at the client.

`python -m tests.bench` runs everything here, `--only pages` or `--only load` one half; `tests.bench.search` is apart.
Exit status 1 says that a budget is broken or that a page is missing.
"""
