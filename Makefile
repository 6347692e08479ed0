# `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := build/measures/.ready
AUDIT := build/audit/.ready
PINS := build/pins
#: The systems whose files a release is pinned to, as pip names them.
SYSTEMS := manylinux_2_28_x86_64,manylinux2014_x86_64 manylinux_2_28_aarch64,manylinux2014_aarch64 macosx_11_0_arm64 win_amd64

MUTMUT := build/mutation/.ready

.DEFAULT_GOAL := help
.PHONY: help demo examples reference-site studio studio-demo serve test lint check tools measures lighthouse screenshots golden reference coverage-report translations inspect cover constraints audit bench bench-memory bench-studio peers mutation fuzz clean

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

constraints: $(READY) ## pin the libraries of a release, with the digests of their files: constraints.txt (some minutes)
	@rm -rf $(PINS); mkdir -p $(PINS)
	@$(BIN)/python -m charter_builder.dependencies > $(PINS)/installed.txt
	@for system in $(SYSTEMS); do for version in 3.11.9 3.12.9 3.13.9; do \
	  $(BIN)/python -m pip install --quiet --dry-run --ignore-installed --no-deps --only-binary=:all: --platform $${system%%,*} --platform $${system##*,} \
	    --python-version $$version --target $(PINS)/none --report $(PINS)/$$system-$$version.json -r $(PINS)/installed.txt || exit 1; done; done
	@$(BIN)/python -m charter_builder.dependencies $(PINS)/*.json > $(PINS)/constraints.txt
	@mv $(PINS)/constraints.txt constraints.txt

audit: $(AUDIT) ## look for known faults of the libraries of constraints.txt (needs the network)
	@status=0; $(<D)/bin/pip-audit -r constraints.txt --require-hashes --disable-pip --progress-spinner off > build/audit.txt 2>&1 || status=1; \
	if grep -qE "could not be audited|ConnectionError|ServiceError|ProxyError|HTTPError|Max retries|timed out" build/audit.txt; then \
	  echo "The advisories could not be reached for every library, so nothing is proved: see build/audit.txt."; exit 2; \
	elif [ $$status = 0 ]; then echo "No known fault in the libraries of constraints.txt."; \
	else cat build/audit.txt; exit 1; fi

bench: $(READY) ## measure: ratios against a plain mkdocs build, in one run
	@$(BIN)/python benchmarks/bench.py

bench-studio: $(READY) ## measure the studio in Chromium: first charter, each answer, the site as a ZIP
	@$(BIN)/python benchmarks/studio.py

bench-memory: $(READY) ## measure: what one process keeps after 300 organisations (a quarter of an hour)
	@$(BIN)/python benchmarks/memory.py

peers: $(READY) ## give nine bad inputs to four other programs and to ours, and write docs/peers.md (needs npm and a network)
	@$(BIN)/python -m benchmarks.peers

mutation: $(MUTMUT) ## put faults in six modules, count those that the tests see, and write docs/mutation.md (an hour)
	@$(BIN)/python benchmarks/mutation.py $(MODULES)

SECONDS ?= 60
fuzz: $(READY) ## give mangled texts to the readers: SECONDS (60) in all, from tests/fuzz/corpus
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@for reader in yamlfile prose conditions; do \
	  nice -n 15 $(BIN)/python tests/fuzz/fuzz.py $$reader -max_total_time=$$(($(SECONDS) / 3)) -print_final_stats=1 || exit 1; \
	done

clean: ## remove what was built
	@rm -rf build dist $(VENV)

$(AUDIT):
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	@touch $@

$(TOOLS): tests/browser/package.json tests/browser/package-lock.json
	@command -v npm > /dev/null || { echo "npm is needed (Debian: apt install npm)."; exit 1; }
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(MUTMUT): $(READY)
	@mkdir -p $(@D)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutation]'
	@touch $@

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
