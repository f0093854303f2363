# Two commands do all the set-up: `make demo` and `make test`. They need Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find engine knowledge graphs cli hipexpert -name '*.py' -o -name '*.yaml' -o -name 'py.typed')
TESTS := tests

.PHONY: demo test lint types layers check bench format clean
.DELETE_ON_ERROR:

demo: $(VENV)/installed
	$(BIN)/hipexpert explain examples/groin_pain_college_runner.yaml

test: check
	$(BIN)/pytest -n 2 $(TESTS)

check: lint types layers

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# The installed package is what is checked: mypy and import-linter cannot follow the folder mapping of a checkout.
types: $(VENV)/developing
	cd $(VENV) && bin/mypy --config-file ../pyproject.toml --cache-dir mypy-cache -p hipexpert

layers: $(VENV)/developing
	cd $(VENV) && bin/lint-imports --config ../pyproject.toml --cache-dir import-cache

bench: $(VENV)/developing
	cd tests && ../$(BIN)/python -m benchmarks.run

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
