# make run   install, demonstration data where there is nothing yet, run everything, print the scoreboard
# make test  install, run the tests
# make ui    the Dagster UI and its daemon on 127.0.0.1:3000
# make notebook  a notebook on the live publication, on 127.0.0.1:2718 (another port: PORT=2719)
# make site  the pages of docs/ as a site in build/site, without network; a dead link fails
# make bench speed and memory against baselines of the same run
# make torture  killed runs, mangled files, planted errors, full disks: what an installation must bear (PART=kills COUNT=20 for one part)
# make demo  demonstration data for 2020 to 2024
# make check lint, types and import contracts
# make lock  resolve the pinned dependencies anew

PYTHON ?= python3
PORT ?= 2718
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ROOMS := assets benchmarks demo pipelines quality readers reports schemas standards store torture
export DAGSTER_HOME ?= $(CURDIR)/.dagster

.PHONY: run test ui bench torture demo check docs lock spark postgres notebook site

run: $(VENV)/.installed
	@$(BIN)/tzeco demo-if-empty
	@$(BIN)/tzeco run

demo: $(VENV)/.installed
	@$(BIN)/tzeco demo

ui: $(VENV)/.installed
	@$(BIN)/tzeco prepare
	@echo "http://127.0.0.1:3000"
	@$(BIN)/dagster-daemon run & daemon=$$!; trap "kill $$daemon" EXIT INT TERM; \
	$(BIN)/dagster-webserver -h 127.0.0.1 -p 3000

bench: $(VENV)/.installed-dev
	@$(BIN)/python -m benchmarks

torture: $(VENV)/.installed-dev
	@$(BIN)/python -m torture $(PART) $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

# the workers of the tests fill the cores: threads of their own would only wait for each other
test: $(VENV)/.installed-dev
	POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (a few minutes the first time) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@$(BIN)/python -m compileall -q $(ROOMS)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

spark: $(VENV)/.installed-dev requirements-spark.lock
	@$(PIP) --require-hashes -r requirements-spark.lock

postgres: $(VENV)/.installed-dev requirements-postgres.lock
	@$(PIP) --require-hashes -r requirements-postgres.lock

$(VENV)/.installed-notebook: $(VENV)/.installed requirements-notebook.lock
	@$(PIP) --require-hashes -r requirements-notebook.lock
	@touch $@

notebook: $(VENV)/.installed-notebook
	@$(BIN)/marimo edit docs/notebooks/mart.py --host 127.0.0.1 --port $(PORT) --headless --skip-update-check

# a virtual environment of its own: what the pages are built with meets nothing that the nights run on
.venv-site/.installed: requirements-site.lock
	@$(PYTHON) -m venv .venv-site
	@.venv-site/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-site.lock
	@touch $@

site: .venv-site/.installed
	@.venv-site/bin/python -m sphinx -q -E -W --keep-going -b html -d build/site.doctrees docs build/site
	@echo "build/site/index.html"

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --no-header --no-strip-extras

docs: $(VENV)/.installed-dev
	@$(BIN)/python docs/make_dictionary.py
	@$(BIN)/python docs/make_gate_page.py
	@$(BIN)/python docs/make_queries_page.py
	@$(BIN)/python docs/make_lineage.py

lock:
	$(COMPILE) pyproject.toml --extra build -o requirements.lock
	$(COMPILE) pyproject.toml --extra build --extra dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) pyproject.toml --extra spark -c requirements.lock -o requirements-spark.lock
	$(COMPILE) pyproject.toml --extra postgres -c requirements.lock -o requirements-postgres.lock
	$(COMPILE) pyproject.toml --extra notebook -c requirements.lock -o requirements-notebook.lock
	$(COMPILE) --group site -o requirements-site.lock
	echo "duckdb==1.4.4" | $(COMPILE) - -o requirements-old-client.lock
