# The commands of this repository; .ci/run calls the same.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= .concordat/demo

.PHONY: demo test check setup format lock soak bench clean

demo: setup
	@$(BIN)/concordat build --store $(STORE)
	@$(BIN)/concordat validate --store $(STORE)
	@$(BIN)/concordat check un-doc:A/AC.291/12/Add.1 --store $(STORE)
	@$(BIN)/concordat check un-doc:A/AC.291/12/Add.1 --store $(STORE) --format html --output concordat-report.html

test: setup
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pyright
	@$(BIN)/concordat validate

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@.ci/setup $(PYTHON) $(VENV)
	@touch $@

lock:
	uv pip compile --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
		--extra reasoner --group dev pyproject.toml -o requirements.lock

bench: setup
	@for file in benchmarks/*.py; do $(BIN)/python $$file; done

soak: setup
	@$(BIN)/python -m pytest -m soak

clean:
	rm -rf $(VENV) .concordat build dist .coverage
