# Two commands do all the set-up: `make demo` and `make test`. They need Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find audit cli cohort engine graphs hipexpert knowledge rendering -name '*.py' -o -name '*.yaml' -o -name '*.json' -o -name 'py.typed')
TESTS := tests

.PHONY: demo test suite check lint types layers audit bench documents docs schemas accuracy format clean
.DELETE_ON_ERROR:

demo: $(VENV)/installed
	$(BIN)/hipexpert explain examples/groin_pain_college_runner.yaml

test: check suite
	$(BIN)/pytest -n 2 $(TESTS)

# The pack's own cases and rule checks: all pass, they cover the rules, and they notice changes of them.
suite: $(VENV)/developing
	$(BIN)/hipexpert test tests/cases --knowledge knowledge/hip --coverage --mutate \
	  --at-least rules=100 --at-least premises=95 --at-least mutants=90 -o $(VENV)/suite.md || { cat $(VENV)/suite.md; exit 1; }

check: lint types layers audit

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# The installed package is what is checked: mypy and import-linter cannot follow the folder mapping of a checkout.
types: $(VENV)/developing
	cd $(VENV) && bin/mypy --config-file ../pyproject.toml --cache-dir mypy-cache -p hipexpert

layers: $(VENV)/developing
	cd $(VENV) && bin/lint-imports --config ../pyproject.toml --cache-dir import-cache

# The checkout's own rules: nothing worse than a note.
audit: $(VENV)/developing
	PYTHONPATH=. $(BIN)/python -m hipexpert audit --as-of release --fail-on warning

# docs/benchmarks.md, its figures and its picture. For development: make bench QUICK=--quick
bench: $(VENV)/developing
	$(BIN)/pip install --quiet --disable-pip-version-check '.[bench]'
	cd tests && ../$(BIN)/python -m benchmarks.run $(QUICK)

# The output shown in the documents, taken from the program.
documents: $(VENV)/developing
	PYTHONPATH=.:tests $(BIN)/python tests/documents_output.py
	PYTHONPATH=.:tests $(BIN)/python tests/cohort_page.py

# The documentation as one site to search, in build/site: the pages of docs/, and all that follows from pack, checks, commands and
# docstrings. Fails on a warning and on a link that leads nowhere.
docs: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check '.[docs]'
	PYTHONPATH=. $(BIN)/python docs/site/build.py build/site

# The JSON Schemas that ship, from the types and the vocabulary of the checkout.
schemas: $(VENV)/installed
	PYTHONPATH=. $(BIN)/python -m hipexpert.rendering.schemas knowledge/schemas

# Writes docs/accuracy.md from `python -m hipexpert bench`, run on the checkout as it stands.
accuracy: $(VENV)/installed
	cd tests && PYTHONPATH=.. ../$(BIN)/python -m accuracy_page

format: $(VENV)/developing
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hipexpert needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python $(SOURCES)
	rm -rf build hipexpert.egg-info
	$(BIN)/pip install --quiet --disable-pip-version-check .
	touch $@

$(VENV)/developing: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
