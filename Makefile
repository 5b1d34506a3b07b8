# make demo        invented municipalities in the whole application, served on this machine; what is done in it is kept
# make demo-reset  throws away what was done in it
# make test        installs what is missing and runs everything
# make coverage    the same, with what of the code ran
# make oracles     figures against esda, pointpats, statsmodels, KDEpy and R (surveillance, spdep, spatstat), beside the application
# make gates       style, types, layers, migrations, settings, templates, translations, wheel

PYTHON ?= python3
BIN := .venv/bin
DJANGO := LAGESBILD_SECRET_KEY=only-for-the-gates-and-as-long-as-a-key-has-to-be-0123456789 DJANGO_SETTINGS_MODULE=lagesbild.site.settings \
          $(BIN)/python -W ignore::RuntimeWarning -m django
# where a network has a certificate of its own, Node is to trust what the rest of the machine trusts
export NODE_EXTRA_CA_CERTS ?= $(SSL_CERT_FILE)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo demo-reset test coverage gates bench oracles words lock clean

demo: .venv/.runtime assets
	@exec $(BIN)/lagesbild demo

demo-reset: .venv/.runtime
	@$(BIN)/lagesbild demo --reset --no-serve

test: .venv/.dev assets .chromium
	$(BIN)/python -m pytest -n auto --dist worksteal --durations=25

# apart from the tests: to count lines and branches takes as long again as to run them
coverage: .venv/.dev assets .chromium
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

gates: .venv/.dev assets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(DJANGO) makemigrations --check --dry-run
	LAGESBILD_URL=https://lagesbild.example $(DJANGO) check --deploy --fail-level WARNING
	$(BIN)/djlint --check --lint $(wildcard src/lagesbild/*/templates)
	$(BIN)/python build_assets.py check
	$(BIN)/python tests/architecture/wheel.py

bench: .venv/.dev assets
	$(BIN)/python benchmarks/picture_growth.py
	$(BIN)/python benchmarks/timeline_writers.py
	$(BIN)/python benchmarks/kill.py

# R and its packages come from Debian; where they are not, and cannot be installed, their tests say that they are skipped.
oracles: .venv/bin/python
	@command -v Rscript >/dev/null && Rscript -e 'library(surveillance); library(spdep); library(spatstat)' >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      r-base-core r-cran-surveillance r-cran-spdep r-cran-spatstat >/dev/null; fi; }
	@test -x .venv-oracles/bin/python || $(PYTHON) -m venv .venv-oracles
	@.venv-oracles/bin/python -m pip --disable-pip-version-check install --quiet -r tests/oracles/requirements.txt shapely pyproj
	PYTHONPATH=src .venv-oracles/bin/python -m pytest -c tests/oracles/pytest.ini tests/oracles

# Each room's catalogue of words: what is new waits there for its Swedish, what nothing says any more is gone.
words: .venv/.dev
	$(BIN)/python -m tests.architecture.words

# Locked requirements hold names, versions and hashes, and no addresses.
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links
lock: .venv/.dev
	$(PIP) uv
	$(LOCK) pyproject.toml -o requirements/runtime.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/runtime.txt -o requirements/dev.txt
	$(LOCK) requirements/build.in -o requirements/build.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; $$($(PYTHON) --version 2>&1) was found. Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making the environment in .venv ..."
	@$(PYTHON) -m venv .venv

.venv/.runtime: .venv/bin/python pyproject.toml requirements/runtime.txt requirements/build.txt hatch_build.py
	@echo "Installing (some minutes the first time) ..."
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(BIN)/python build_assets.py
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# Fonts, map and translations; nothing happens when they are up to date.
.PHONY: assets
assets: .venv/.runtime
	@$(BIN)/python build_assets.py

.PHONY: .chromium
.chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests ..."; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else echo "The browser tests need Chromium. Install it (Debian: sudo apt install chromium) and run make test again."; exit 1; fi; }

clean:
	rm -rf .venv demo-data build dist frontend/node_modules src/lagesbild/picture/static src/lagesbild/core/documents/fonts
	find src -name '*.mo' -delete
