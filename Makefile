# make run · make test: the two commands of this repository. `make` alone lists the rest.
PORT ?= 8000
JOBS ?= 2
PYTHON := .venv/bin/python
READY := .venv/ready
export DJANGO_SETTINGS_MODULE := provodnik.config.settings

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench requirements fmt lock assets

help: ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 20

$(READY): requirements.lock pyproject.toml .python-version scripts/setup scripts/uv
	@scripts/setup
	@touch $@

setup: $(READY) ## prepare .venv

assets: $(READY)
	@$(PYTHON) -m provodnik.config.assets
	@$(PYTHON) -m provodnik.config.translations

run: assets ## serve the site with the demo school (PORT=8000)
	@.venv/bin/provodnik demo --if-absent
	@exec .venv/bin/provodnik serve --port $(PORT)

test: assets ## run every test, a real browser included (JOBS=2)
	@scripts/browser
	@scripts/spark
	@scripts/published
	$(PYTHON) -m pytest -n $(JOBS)

check: $(READY) ## format, lint, types, import contracts, migrations, translations
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	PROVODNIK_HOME=.provodnik-test $(PYTHON) -W ignore -m django makemigrations --check --dry-run
	$(PYTHON) -m provodnik.config.translations --check
	.venv/bin/mypy

bench: assets ## measure against the references of docs/benchmarks.md
	$(PYTHON) -m benchmarks.run

requirements: $(READY) ## which of the 453 requirements have a test
	@$(PYTHON) -m tests.requirements_report

fmt: $(READY) ## format, and mend what can be mended
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: ## write requirements.lock anew from pyproject.toml
	scripts/uv pip compile pyproject.toml --group dev --python-version 3.13 --universal \
		--generate-hashes --no-emit-index-url --no-header -o requirements.lock
