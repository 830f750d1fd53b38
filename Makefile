# `make serve` and `make test` are enough to begin; both create the environment first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)
CODE   := app.py core lexicon sheets people jobs fairs placements matching desk demo migrations/env.py tests \
          tools benchmarks

.DEFAULT_GOAL := help
.PHONY: help serve test soak lint check bench bench-quality demo lock

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/.base: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "缺少 python3-venv。Debian 上请运行：apt-get install -y python3 python3-venv make"; exit 1; }
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
endif
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements-dev.txt
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
endif
	@touch $@

serve: $(VENV)/.base ## Install, migrate, load the demo, print sign-ins and serve on port 8000
	@$(BIN)/python app.py --demo

demo: $(VENV)/.base ## Load the fictional demo county into the database
	@$(BIN)/flask demo load

# Each test file runs in one process, in the order of tests/conftest.py: the long ones first.
# Compiled modules are kept: each worker and each process a test starts would compile them again.
test: $(VENV)/.dev ## Run every test, on every core
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

soak: $(VENV)/.dev ## Send 50,000 hostile requests to the application (SOAK=requests SEED= DATABASE=; prints its seed)
	@RONGYE_FUZZ_REQUESTS=$(or $(SOAK),50000) RONGYE_FUZZ_SEED=$(or $(SEED),0) $(BIN)/python -m pytest -s \
	  --timeout=0 tests/rules/test_fuzz.py -k "breaks_the_server and $(or $(DATABASE),sqlite)"

lint: $(VENV)/.dev ## Check style, types, import contracts and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(wildcard $(CODE))
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/python -m tools.templates --check

check: lint ## Lint, then run the tests that need no database; before each commit
	@$(BIN)/python -m pytest -m "not database"

bench: $(VENV)/.dev ## Measure search against other engines, and whole lists (BENCH="--full" for a million)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@$(BIN)/python -m benchmarks $(BENCH)

bench-quality: $(VENV)/.dev ## Measure ranking quality on the public tasks (RONGYE_QUALITY_DIR)
	@$(BIN)/python -m benchmarks.quality

lock: ## Rewrite the hash-locked requirements (needs uv)
	uv pip compile --universal --python-version 3.11 --no-strip-extras --generate-hashes -q requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --no-strip-extras --generate-hashes -q requirements-dev.in -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --no-strip-extras --generate-hashes -q requirements-bench.in -o requirements-bench.txt
