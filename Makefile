# `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo examples reference-site serve test check golden reference coverage-report translations inspect cover bench clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | sort | awk -F'\t' '{printf "  make %-15s %s\n", $$1, $$2}'

demo: $(READY) ## build the bakery's charter to build/boulangerie
	@$(BIN)/charter build examples/boulangerie/profil.yml -o build/boulangerie

examples: $(READY) ## build the six examples to build/
	@for name in $(notdir $(wildcard examples/*)); do $(BIN)/charter build examples/$$name/profil.yml -o build/$$name || exit 1; done

reference-site: $(READY) ## build the reference of our pack to build/reference
	@$(BIN)/charter reference -o build/reference

serve: $(READY) ## show the example charter of mkdocs.yml, rebuilt at each change
	@$(BIN)/mkdocs serve

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest -n auto

check: $(READY) ## run the tests, ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto

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

clean: ## remove what was built
	@rm -rf build dist $(VENV)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
