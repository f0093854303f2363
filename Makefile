# Two commands do all the set-up: `make demo` and `make test`. They need Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := audit cli cohort companion engine graphs hipexpert knowledge languages rendering service
FILES := find $(ROOMS) -type f -not -name '*.pyc' | LC_ALL=C sort
# SEED fixes the order of the tests and what property tests draw, as continuous integration does; without it each run draws others.
# A worker for each processor, up to four: each collects all tests and holds up to a gigabyte.
PYTEST := $(BIN)/pytest -n logical --maxprocesses 4 --dist worksteal $(if $(SEED),--randomly-seed=$(SEED) --hypothesis-seed=$(SEED))
# What is installed with which version. `make test CONSTRAINTS=` takes the newest that pyproject.toml allows.
CONSTRAINTS ?= constraints.txt
ifneq ($(CONSTRAINTS),)
export PIP_CONSTRAINT := $(abspath $(CONSTRAINTS))
export PIP_BUILD_CONSTRAINT := $(PIP_CONSTRAINT)
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-deep suite check lint types layers audit languages spark examples service conformance fuzz mutate-code bill bench upgrade conclusions documents docs schemas accuracy format clean FORCE
.DELETE_ON_ERROR:

help: ## list what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

demo: $(VENV)/installed ## install hipexpert in .venv and explain one published case
	$(BIN)/hipexpert explain examples/groin_pain_college_runner.yaml

test: $(VENV)/developing ## all checks and the fast tests
	$(MAKE) --no-print-directory -j 2 check suite
	$(PYTEST) -m 'not deep' tests

# With CI set, what cannot run here (the browser tests without Chromium) is a failure.
test-deep: $(VENV)/developing ## what `make test` leaves out: the slow tests, and the property tests in full
	HYPOTHESIS_PROFILE=deep $(PYTEST) -m 'deep or hypothesis' tests
	$(MAKE) suite MUTATE='--mutate --at-least mutants=90'

# The pack's own cases and rule checks: all pass, they cover the rules, and (MUTATE) they notice changes of them.
suite: $(VENV)/developing ## the cases and rule checks of the pack that ships
	$(BIN)/hipexpert test tests/cases --knowledge knowledge/hip --coverage $(MUTATE) \
	  --at-least rules=100 --at-least premises=95 -o $(VENV)/suite.md || { cat $(VENV)/suite.md; exit 1; }
	@head -n 1 $(VENV)/suite.md

check: lint types layers audit ## ruff, mypy, import-linter, and the audit of the pack that ships

lint: $(VENV)/developing ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Both follow the installed package into the checkout. They start in tests/, as `hipexpert` in the top folder is the facade alone.
types: $(VENV)/developing ## mypy, of the package and of a program that uses all of it
	cd tests && ../$(BIN)/mypy --config-file ../pyproject.toml --cache-dir ../$(VENV)/mypy-cache -p hipexpert
	cd tests && ../$(BIN)/mypy --config-file ../pyproject.toml --cache-dir ../$(VENV)/mypy-cache package/typed_surface.py

layers: $(VENV)/developing ## import-linter
	cd tests && ../$(BIN)/lint-imports ../pyproject.toml --cache-dir ../$(VENV)/import-cache

# Nothing worse than a note, as of the pack's release: the day on which it runs changes nothing.
audit: $(VENV)/developing ## the audit of the pack that ships
	$(BIN)/hipexpert audit --as-of release --fail-on warning

# Texts that are new stand in it without a translation; the tests say so.
languages: $(VENV)/developing ## bring the German catalogue up to the texts of the program
	$(BIN)/pybabel -q extract -F tests/languages/babel.cfg --no-default-keywords -k say -k later -k say_in:2 -k say_n:1,2 -k _ -k gettext -k ngettext:1,2 \
	  --no-location --sort-output --omit-header -w 100 -o build/messages.pot knowledge graphs companion rendering service cli
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap -i build/messages.pot -o languages/de.po -l de
	sed -i.old -E '/^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): /d' languages/de.po
	rm languages/de.po.old

# PySpark needs Java and takes a while to fetch. Its workers are to run the Python of the environment, which has hipexpert.
spark examples: export PYSPARK_PYTHON := $(abspath $(BIN)/python)
spark: $(VENV)/developing ## a table assessed by PySpark, against the engine
	$(BIN)/pip install --quiet --editable '.[spark]' --config-settings editable_mode=strict
	cd tests && ../$(BIN)/python -m spark_check

# What an engineer would copy: each program typed strictly and run as its user would, the hooks of pre-commit from this very commit.
examples: spark ## the embedding examples: typed, and run (Java, for Spark)
	$(BIN)/pip install --quiet -r examples/embedding/requirements.txt
	cd examples/embedding && ../../$(BIN)/mypy --config-file ../../pyproject.toml --cache-dir ../../$(VENV)/mypy-cache [!t]*.py
	$(PYTEST) -o pythonpath=examples/embedding examples/embedding

# schemathesis, all checks, on a service of its own; EXAMPLES=N of each operation instead of what its file says.
service: $(VENV)/developing ## fuzz the HTTP interface by its own description
	$(BIN)/pip install --quiet --editable '.[contract]' --config-settings editable_mode=strict
	cd tests && ../$(BIN)/python -m service_contract ../$(BIN)/schemathesis $(if $(EXAMPLES),--max-examples=$(EXAMPLES)) $(if $(SEED),--seed=$(SEED))

# Node and npm: validators of FHIR, the conformance suite of the Model Context Protocol, a linter of workflows and a second reader of FIT, of
# the versions in tests/conformance. FIT=FOLDER compares what both readers say of your own files too.
conformance: $(VENV)/developing ## what others' programs say of FHIR, of MCP, of the GitHub Action and of FIT files
	mkdir -p build/conformance
	cp tests/conformance/package.json tests/conformance/*.mjs tests/conformance/mcp_expected.yaml build/conformance
	cd build/conformance && npm install --no-package-lock --no-audit --no-fund --loglevel=error
	cd tests && ../$(BIN)/python -m conformance.run ../build/conformance $(if $(FIT),$(abspath $(FIT)))

# Guided by coverage, from the corpus in tests/fuzzing; what makes a reader fail is left in build/fuzz. Linux alone (atheris).
SECONDS ?= 60
READERS ?= case csv lines mapping own_words pack premise reply request resume tool training words
FOR = $(if $(RUNS),-runs=$(RUNS) -seed=$(or $(SEED),1),-max_total_time=$(SECONDS))
fuzz: $(VENV)/developing ## fuzz every reader: SECONDS=60 of each, or RUNS=N
	$(BIN)/pip install --quiet --editable '.[fuzz]' --config-settings editable_mode=strict
	$(MAKE) --no-print-directory --silent -j 2 $(READERS:%=fuzz-%)
	@grep -h 'number_of_executed_units' build/fuzz/*/log

fuzz-%:
	folder=build/fuzz/$*; mkdir -p $$folder/corpus; \
	  PYTHONPATH=tests $(BIN)/python -m fuzzing.fuzz $* $$folder/corpus -artifact_prefix=$$folder/found- -timeout=10 \
	    -print_final_stats=1 $(FOR) >$$folder/log 2>&1 || { tail -n 30 $$folder/log; exit 1; }

# Hours for all of it: make mutate-code TARGETS='checker levels' SAMPLE=60 SEED=1; with STATE=FILE a run that was stopped goes on.
mutate-code: $(VENV)/developing ## change the code on which safety rests: which change does no test notice
	$(BIN)/pip install --quiet --editable '.[mutate]' --config-settings editable_mode=strict
	PATH="$(abspath $(BIN)):$$PATH" PYTHONPATH=tests $(BIN)/python -m mutation.mutate $(TARGETS) \
	  $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(if $(STATE),--state '$(abspath $(STATE))')

# What a release brings along, as CycloneDX, and the SHA-256 of each file: after `python -m build`. See docs/releasing.md.
bill: $(VENV)/developing ## the bill of materials and the hashes of what is in dist/
	$(BIN)/pip install --quiet --editable '.[release]' --config-settings editable_mode=strict
	rm -rf build/bill && $(BIN)/python -m venv build/bill
	build/bill/bin/pip install --quiet "$$(echo $$PWD/dist/*.whl)[audit,cohort,companion]"
	$(BIN)/cyclonedx-py environment build/bill --pyproject pyproject.toml --output-reproducible --sv 1.6 --of JSON -o dist/hipexpert.cdx.json
	cd dist && sha256sum *.whl *.tar.gz *.cdx.json >SHA256SUMS && cat SHA256SUMS

# docs/benchmarks.md, its figures and its picture. For development: make bench QUICK=--quick
bench: $(VENV)/developing ## measure the speed, and write docs/benchmarks.md
	$(BIN)/pip install --quiet --editable '.[bench]' --config-settings editable_mode=strict
	cd tests && ../$(BIN)/python -m benchmarks.run $(QUICK)

upgrade: ## renew constraints.txt with the newest versions that work together
	.ci/upgrade

# Every conclusion and explanation of every known case, at a revision and in the checkout: what differs. make conclusions BASE=v0.2.0
conclusions: $(VENV)/developing ## what another revision concludes otherwise (BASE=REVISION)
	rm -rf build/conclusions && mkdir -p build/conclusions/base
	git archive $(BASE) | tar -x -C build/conclusions/base
	PYTHONPATH=build/conclusions/base HIPEXPERT_CACHE=off $(BIN)/python tests/conclusions.py write build/conclusions/before.jsonl
	$(BIN)/python tests/conclusions.py write build/conclusions/after.jsonl
	$(BIN)/python tests/conclusions.py compare build/conclusions/before.jsonl build/conclusions/after.jsonl

# The output shown in the documents, taken from the program.
documents: $(VENV)/developing
	PYTHONPATH=tests $(BIN)/python tests/documents_output.py
	PYTHONPATH=tests $(BIN)/python tests/cohort_page.py

# The documentation as one site to search, in build/site: the pages of docs/, and all that follows from pack, checks, commands and
# docstrings. Fails on a warning and on a link that leads nowhere.
docs: $(VENV)/installed ## build the site of the documentation, in build/site
	$(BIN)/pip install --quiet --editable '.[docs]' --config-settings editable_mode=strict
	$(BIN)/python docs/site/build.py build/site

# The JSON Schemas that ship, from the types and the vocabulary of the checkout.
schemas: $(VENV)/developing
	$(BIN)/python -m hipexpert.rendering.schemas knowledge/schemas

# Writes docs/accuracy.md from `python -m hipexpert bench`, run on the checkout as it stands.
accuracy: $(VENV)/developing
	cd tests && ../$(BIN)/python -m accuracy_page

format: $(VENV)/developing ## let ruff correct what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hipexpert needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

# An editable install follows the checkout file by file: it is renewed when a file is added or goes, not when one changes.
$(VENV)/files: FORCE | $(BIN)/python
	@$(FILES) | cmp -s - $@ || $(FILES) > $@

define install
	rm -rf build/lib build/bdist.* build/__editable__.* hipexpert.egg-info
	$(BIN)/pip install --quiet --editable '$(1)' --config-settings editable_mode=strict
	touch $@
endef

# With Babel, which a checkout takes to speak the language of whoever sits before it.
$(VENV)/installed: pyproject.toml $(CONSTRAINTS) $(VENV)/files
	$(call install,.)
	$(BIN)/pip install --quiet babel

$(VENV)/developing: pyproject.toml $(CONSTRAINTS) $(VENV)/files
	$(call install,.[dev])

clean: ## remove the environment and what was built
	rm -rf $(VENV) build dist *.egg-info
