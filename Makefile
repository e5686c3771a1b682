# Everything a newcomer needs, by one word each. `make` alone lists the words.

VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := $(VENV)/bin
ROOMS := depository indexer web
SOURCES := $(ROOMS) tests

# The newest of the Pythons that will do; PYTHON=… chooses another.
PYTHON ?= $(shell .ci/set-up/find-python)

RELOADED := $(VENV)/reloaded
RIVALS := $(VENV)/rivals
BENCH ?=
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock"

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install serve index test test-exit bench check static format lint types check-corpus lock clean

help: ## show this list
	@echo "Municipal depository: what make can do here"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Variables: PORT=8000 HOST=127.0.0.1 VENV=.venv PYTHON=python3"

install: $(VENV)/.installed ## make .venv with the locked dependencies and the depository command

serve: $(VENV)/.installed ## index what changed and serve http://127.0.0.1:8000 (installs first if need be)
	@$(BIN)/depository serve --host $(HOST) --port $(PORT)

index: $(VENV)/.installed ## bring the search index up to date with corpus/
	@$(BIN)/depository index

test: $(VENV)/.developed browser ## run all tests, browser tests included (installs what they need)
	$(BIN)/python -m pytest

# The exit from one fork of Whoosh to another is proved, not promised: the suite every engine must
# pass runs once more on Whoosh-Reloaded, put before whoosh3 on the import path.
test-exit: $(VENV)/.developed $(RELOADED)/.installed ## run the engine contract on the other fork of Whoosh
	@PYTHONPATH=$(RELOADED) $(BIN)/python -c \
		"import sys, whoosh; print('Whoosh', whoosh.versionstring(), 'of', whoosh.__file__); sys.exit('reloaded' not in whoosh.__file__)"
	PYTHONPATH=$(RELOADED) $(BIN)/python -m pytest tests/engine_contract

# The rivals stay out of the product's environment; they are only measured beside it.
bench: $(VENV)/.installed $(RIVALS)/.installed ## measure the service beside Whoosh, FTS5 and Tantivy (BENCH="--sizes 1000 --quick")
	PYTHONPATH=$(RIVALS) $(BIN)/python -m tests.bench $(BENCH)

check: static test ## everything that must hold before a change goes in: format, lint, types, corpus, tests

static: lint types check-corpus ## the checks of `make check` without the tests

format: $(VENV)/.developed ## lay out the code anew
	$(BIN)/ruff check --fix --select I $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

lint: $(VENV)/.developed ## layout and common mistakes
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)

types: $(VENV)/.developed ## mypy, strict, on the three rooms
	$(BIN)/mypy

check-corpus: $(VENV)/.installed ## every record and vocabulary is valid
	$(BIN)/depository check

lock: ## choose the newest versions allowed and write the lock files (needs uv)
	$(LOCK) --upgrade pyproject.toml --group build --output-file requirements.txt
	$(LOCK) --upgrade pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	echo "whoosh-reloaded>=2.7.5" | $(LOCK) --upgrade - --output-file requirements-reloaded.txt
	echo "tantivy>=0.22" | $(LOCK) --upgrade - --output-file tests/bench/requirements-bench.txt

clean: ## remove what can be made anew (the index too; corpus, accounts and history never)
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf data/index data/desk-index data/*.json data/history.sqlite*
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

# ── what the words above stand on; a stamp spares doing it twice ──

$(VENV)/.made:
	@.ci/set-up/make-venv "$(PYTHON)" $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.txt pyproject.toml
	@echo "Installing what the service needs into $(VENV) (a minute or so)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what the tests need into $(VENV) (a minute or so)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(RELOADED)/.installed: $(VENV)/.made requirements-reloaded.txt
	@rm -rf $(RELOADED)
	@$(BIN)/python -m pip install --quiet --require-hashes --target $(RELOADED) -r requirements-reloaded.txt
	@touch $@

$(RIVALS)/.installed: $(VENV)/.made tests/bench/requirements-bench.txt
	@rm -rf $(RIVALS)
	@$(BIN)/python -m pip install --quiet --require-hashes --target $(RIVALS) -r tests/bench/requirements-bench.txt
	@touch $@

.PHONY: browser
browser: $(VENV)/.developed
	@.ci/set-up/find-browser $(BIN)/python
