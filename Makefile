# Everything a newcomer needs; `make help` lists it. The work is done in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run admin dev test lint soak bench kill-test bench-import lock screenshots

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: ## install what is needed and serve on http://127.0.0.1:8000 (HOST= and PORT= change it)
	@sh scripts/start.sh run

admin: ## make an administrator
	@sh scripts/start.sh admin

dev: ## serve for hacking: reloads changed code, shows errors, keeps its own data in var/dev
	@sh scripts/start.sh dev

test: ## lint, then every test, browser tests included (installs what they need)
	@sh scripts/test.sh

lint: ## style, types, templates, migrations, deployment checks
	@sh scripts/start.sh install-for-tests
	@sh scripts/lint.sh

soak: ## try the properties with a hundred times as many examples, other ones each time, two hours (TIMES= for fewer)
	@sh scripts/start.sh install-for-tests
	@TIMES=$(or $(TIMES),100) .venv/bin/python -m pytest -q -n auto -p tests.soak -o timeout=0 --ignore=tests/browser

bench: ## measure speed, weight and memory against a floor, a quarter of an hour (ONLY=pages, care, load, science, search or line)
	@sh scripts/start.sh install-for-tests
	@sh scripts/bench.sh

kill-test: ## kill the server under load 20 times on each database and look for what was lost or doubled, ten minutes (TIMES= for fewer)
	@sh scripts/start.sh install-for-tests
	@.venv/bin/python -m tests.bench.kills --times $(or $(TIMES),20)

bench-import: ## measure the import of a million branded foods on both databases, half an hour (FOODS= for fewer)
	@sh scripts/start.sh install-for-tests
	@.venv/bin/python -m tests.bench.importing --foods $(or $(FOODS),1000000)

lock: ## compile requirements*.in into requirements*.txt
	@sh scripts/start.sh install-for-tests
	@sh scripts/lock.sh

screenshots: ## take the pictures in docs/screenshots anew
	@sh scripts/start.sh install-for-tests
	@.venv/bin/python -m scripts.screenshots
