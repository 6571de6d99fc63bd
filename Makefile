# The commands of this repository; .ci/run calls the same.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= .concordat/demo
ROUNDS ?= 100
LOADS ?= 20
MEGABYTES ?= 200
MINUTES ?= 30
EXAMPLES ?= 300
LEAVERS ?= 1000
SOAK ?= 600

.PHONY: demo test check soak setup lock sbom audit wheel bench reference screenshot site clean

demo: setup
	@$(BIN)/concordat build --store $(STORE)
	@$(BIN)/concordat check un-doc:A/AC.291/12/Add.1 --store $(STORE)
	@$(BIN)/concordat check un-doc:A/AC.291/12/Add.1 --store $(STORE) --format html --output concordat-report.html

test: setup
	@$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pyright
	@$(BIN)/concordat validate --strict

# the long runs: a hundred of each fault on a store in a folder and on servers; the whole build on Virtuoso; loads of all real
# documents, killed twenty times; a load of two hundred megabytes; every parser fuzzed; the server asked for hundreds of things
# at each of its addresses, left in the middle of a thousand answers, and ill-treated in all ways at once for ten minutes; readers, reviewers and one
# who loads on one served graph for ten minutes
soak: setup
	@CONCORDAT_FAULTS=$(ROUNDS) $(BIN)/python -m pytest tests/concordat/test_faults.py tests/graph/test_faults.py
	@CONCORDAT_WHOLE=1 $(BIN)/python -m pytest tests/concordat/test_conformance.py
	@CONCORDAT_ROUNDS=$(LOADS) $(BIN)/python -m pytest tests/concordat/test_killed_load.py
	@CONCORDAT_MEGABYTES=$(MEGABYTES) $(BIN)/python -m pytest -s tests/concordat/test_flat_load.py
	@$(BIN)/python tests/loaders/fuzz.py --minutes $(MINUTES)
	@CONCORDAT_EXAMPLES=$(EXAMPLES) CONCORDAT_LEAVERS=$(LEAVERS) $(BIN)/python -m pytest tests/concordat/web/test_robustness.py
	@CONCORDAT_SOAK=$(SOAK) $(BIN)/python -m pytest -s tests/concordat/web/test_soak.py tests/concordat/web/test_mixed_load.py

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@.ci/setup $(PYTHON) $(VENV)
	@touch $@

lock:
	uv pip compile --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--extra benchmarks --extra distributed --extra mcp --extra pandas --extra pdf --extra polars --extra reasoner --extra reports --extra serve --extra soak --extra supply --group dev pyproject.toml -o requirements.lock

# what the program is made of, what is known against it, and a wheel that anybody can make again byte by byte
sbom: setup
	@$(BIN)/python .ci/sbom build

audit: setup
	@$(BIN)/python .ci/audit

wheel: setup
	@$(BIN)/python .ci/wheel dist

bench: setup
	@for file in benchmarks/[a-z]*.py; do $(BIN)/python -m benchmarks.$$(basename $$file .py) || exit 1; done

# the references of docs/reference, from the commands, the OpenAPI description and the docstrings
reference: setup
	@$(BIN)/python docs/reference/make.py

# the picture of the README, from the matrix page as it is served; needs Debian's chromium
screenshot: demo
	@$(BIN)/python docs/screenshot.py $(STORE)

# the pages of the ontology as files, for any web server
site: demo
	@$(BIN)/concordat export --format html --output build/site --store $(STORE)

clean:
	rm -rf $(VENV) .concordat build dist .coverage
