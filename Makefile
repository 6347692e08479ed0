# `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := build/measures/.ready

.DEFAULT_GOAL := help
.PHONY: help demo examples reference-site studio studio-demo serve test lint check tools measures lighthouse screenshots golden reference coverage-report translations inspect cover bench bench-studio fuzz clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | sort | awk -F'\t' '{printf "  make %-15s %s\n", $$1, $$2}'

demo: $(READY) ## build the bakery's charter to build/boulangerie
	@$(BIN)/charter build examples/boulangerie/profil.yml -o build/boulangerie

examples: $(READY) ## build the six examples to build/
	@for name in $(notdir $(wildcard examples/*)); do $(BIN)/charter build examples/$$name/profil.yml -o build/$$name || exit 1; done

reference-site: $(READY) ## build the reference of our pack to build/reference
	@$(BIN)/charter reference -o build/reference

studio: $(READY) ## build the studio to build/studio: a folder for a host, and one page (needs npm)
	@$(BIN)/charter studio -o build/studio

studio-demo: studio ## show the studio as a host would: on this machine alone
	@echo "http://127.0.0.1:8080/"
	@$(BIN)/python -m http.server 8080 --bind 127.0.0.1 --directory build/studio/hosted

serve: $(READY) ## show the example charter of mkdocs.yml, rebuilt at each change
	@$(BIN)/mkdocs serve

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest -n auto

lint: $(READY) ## run ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

check: lint test ## run ruff, mypy and the tests

tools: $(TOOLS) ## install axe-core, Lighthouse and the Nu HTML checker in build/measures (needs npm)

measures: $(READY) $(TOOLS) ## measure the six sites in Chromium: nothing is skipped
	@CI=true $(BIN)/python -m pytest -n auto tests/browser

lighthouse: $(READY) $(TOOLS) ## show what Lighthouse says of three pages of the commune
	@CI=true $(BIN)/python -m pytest tests/browser/test_lighthouse.py

screenshots: $(READY) ## write the small pictures of docs/screenshots
	@$(BIN)/charter build examples/commune/profil.yml -o build/commune --formats site
	@cd tests && ../$(BIN)/python -m browser.screenshots ../build/commune ../docs/screenshots

golden: $(READY) ## rewrite the golden files: read the differences before committing
	@GOLDEN=write $(BIN)/python -m pytest -n auto

reference: $(READY) ## write the JSON Schemas and the pages of docs/
	@$(BIN)/python -m charter_builder.generated

coverage-report: $(READY) ## write the catalogue: topics, clauses and examples
	@$(BIN)/python -m charter_builder.generated

translations: $(READY) ## list the translations that are older than their French
	@$(BIN)/python -m charter_builder.translations

inspect: $(READY) ## inspect the pack: what nobody can meet, contradictions, texts to read again
	@$(BIN)/charter check --pack clauses

cover: $(READY) ## write the few profiles that show every clause, for the tests
	@rm -f tests/covering/*.yml
	@$(BIN)/charter check --pack clauses --cover tests/covering --on 2027-01-11

bench: $(READY) ## measure: ratios against a plain mkdocs build, in one run
	@$(BIN)/python benchmarks/bench.py

bench-studio: $(READY) ## measure the studio in Chromium: first charter, each answer, the site as a ZIP
	@$(BIN)/python benchmarks/studio.py

SECONDS ?= 60
fuzz: $(READY) ## give mangled texts to the readers: SECONDS (60) in all, from tests/fuzz/corpus
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@for reader in yamlfile prose conditions; do \
	  nice -n 15 $(BIN)/python tests/fuzz/fuzz.py $$reader -max_total_time=$$(($(SECONDS) / 3)) -print_final_stats=1 || exit 1; \
	done

clean: ## remove what was built
	@rm -rf build dist $(VENV)

$(TOOLS): tests/browser/package.json tests/browser/package-lock.json
	@command -v npm > /dev/null || { echo "npm is needed (Debian: apt install npm)."; exit 1; }
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
