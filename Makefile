# make report and make test set up .venv when needed and then work; nothing else has to be done first.
PYTHON ?= python3.11
REPORTS ?=
OUT ?= build
FIGURES ?= figures
GALLERY := corpus/anatomy indicators/disclosure indicators/indicators problems/themes_by_region region-970100/profile topics/shares topics/expected_shares
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help setup report test fuzz lab docs lint bench reference gallery lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(READY) ## .venv with exactly the versions of requirements.lock

$(READY): requirements.lock pyproject.toml
	$(shell command -v $(PYTHON) || command -v python3) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
	@echo "the command is $(BIN)/fazhi; after 'source $(BIN)/activate' it is fazhi"

report: $(READY) ## tables, notebooks, figures and the web report of REPORTS (default: data/reports, else data/sample)
	$(BIN)/fazhi run $(if $(REPORTS),"$(patsubst ~/%,$(HOME)/%,$(REPORTS))") --out "$(OUT)" --figures "$(FIGURES)"

test: $(READY) ## every test; what needs ../shared or a browser is skipped and said
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

fuzz: $(READY) ## 10,000 mutated reports, bytes → tables; an hour or two
	$(BIN)/python -m pytest tests/test_fuzz.py --hypothesis-profile=fuzz

lab: $(READY) ## JupyterLab on notebooks/0_start.ipynb; outputs stay out of git
	git config filter.nbstripout.clean "$(BIN)/nbstripout" 2>/dev/null && git config filter.nbstripout.smudge cat || true
	$(BIN)/jupyter lab notebooks/0_start.ipynb

docs: $(READY) ## the documentation as a site in build/docs, without a network
	$(BIN)/python -m mkdocs build --strict --quiet

lint: $(READY) ## style, layers between the modules, notebooks without outputs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check lib tests benchmarks
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb

bench: $(READY) ## timings and model quality
	for script in topics coverage speed notebooks site slow_patterns; do $(BIN)/python benchmarks/$$script.py || exit 1; done

reference: $(READY) ## data/README.md's tables and docs/reference.md, from the library and the notebooks
	$(BIN)/python docs/reference.py

gallery: $(READY) ## the README's pictures, from the sample
	$(BIN)/fazhi run data/sample --out build/gallery
	mkdir -p figures/gallery
	cp $(GALLERY:%=build/gallery/figures/%.png) figures/gallery

lock: ## requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --all-extras pyproject.toml --output-file requirements.lock
	sed -i -E "s/ ; python_full_version >= '3.11.5' and python_full_version < '3.12' and / ; /; s/ ; python_full_version >= '3.11.5' and python_full_version < '3.12'//" requirements.lock

clean: ## remove what runs have made
	rm -rf build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find figures -mindepth 1 -maxdepth 1 ! -name README.md ! -name gallery -exec rm -rf {} +
