# make run    set up, run the press scenario of 2015, leave runs/press-2015/report.html
# make test   set up, then every check
# make page   build the web page for `sottovoce serve` (Node 20 or newer, or one that pip installs)
# make docs   build the docs as a site: docs/_build/html/index.html
# make lock   write requirements.lock again after a change of dependencies (needs uv)
# make fmt    format, and fix what can be fixed
# make verify  statistical verification with many replicates and plots
# make bench   speed, memory and starting times beside others, side by side
# make how-we-know  the page of replications and its pictures, from the replications
# make clean  remove the environment and the caches; runs/ stays

BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test page docs lock fmt clean verify how-we-know bench

run: $(READY)
	$(BIN)/sottovoce run press-2015 --out runs/press-2015 --replace

test: $(READY) page
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest

page: $(READY)
	@$(BIN)/python page/build.py

docs: $(READY)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

fmt: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# One version for every Python and system, hashes, and no host: see docs/decisions/0002.
# Pins stay where they can; `make lock LOCK_FLAGS=--upgrade` takes the newest.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv (python3 -m pip install uv)" >&2; exit 1; }
	uv pip compile pyproject.toml --extra dev --extra docs --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --quiet --output-file requirements.lock $(LOCK_FLAGS)
	@! grep -nE '://|^-|file:| @ ' requirements.lock || { echo "requirements.lock names a place" >&2; exit 1; }

verify: $(READY)
	$(BIN)/python -m verify

bench: $(READY)
	$(BIN)/python -m benchmarks

how-we-know: $(READY)
	$(BIN)/python docs/how_we_know.py --full

clean:
	rm -rf .venv docs/_build page/node_modules src/sottovoce/web/static .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment: as the lock says, and the project itself, editable. Made again when either file changes.
$(READY): requirements.lock pyproject.toml
	@set -e; \
	right='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'; \
	python=; \
	for p in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14); do \
	  if "$$p" -c "$$right" 2>/dev/null; then python=$$p; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  found=$$($(or $(PYTHON),python3) --version 2>/dev/null) || found="no $(or $(PYTHON),python3)"; \
	  echo "Sottovoce needs Python 3.11 to 3.14, and found $$found." >&2; \
	  echo "Install one (python3.11 or newer), or name it: make run PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	$(BIN)/python -c "$$right" 2>/dev/null || rm -rf .venv; \
	echo "Setting up .venv with $$($$python --version) (a minute or so the first time)"; \
	if command -v uv >/dev/null; then \
	  [ -d .venv ] || uv venv --quiet --no-python-downloads --python "$$(command -v $$python)" .venv; \
	  uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock; \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
	else \
	  $(BIN)/python -m pip --version >/dev/null 2>&1 || rm -rf .venv; \
	  [ -d .venv ] || "$$python" -m venv .venv || { rm -rf .venv; \
	    echo "This Python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi; \
	touch $@
