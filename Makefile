# Everything a newcomer needs: `make demo` and `make test`. Needs Python 3.11+ and make, no more.
# Windows without make: see “Windows” in README.md.

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo test bench clean

VENV := .venv
BIN := $(VENV)/bin
INSTALL := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --only-binary :all: -c constraints.txt
# A finished install leaves a stamp, so that the second call starts at once.
INPUTS := pyproject.toml constraints.txt Makefile

help: ## show this list
	@echo "make demo    build a small synthetic case, read it and open the report"
	@echo "make test    check style, types, floors and run all tests"
	@echo "make bench   run the benchmarks (BENCH=--smoke for a short round)"
	@echo "make clean   remove the virtual environment and what tests leave behind"

demo: $(VENV)/.zhanlian-app ## build a small synthetic case, read it and open the report
	@# Kernels are compiled at their first use, by one core: a second one helps from the other end.
	@$(BIN)/python -m zhanlian.app.money.compile & $(BIN)/zhanlian demo

test: $(VENV)/.zhanlian-dev ## check style, types, floors and run all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@# A file a worker: half the time on two cores, and tests of one file share what they prepare.
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: $(VENV)/.zhanlian-bench ## run the benchmarks
	$(BIN)/python benchmarks/bench_reading.py $(BENCH)
	$(BIN)/python benchmarks/bench_run.py $(BENCH)
	$(BIN)/python benchmarks/bench_demo.py $(BENCH)
	$(BIN)/python benchmarks/bench_tracing.py $(BENCH)
	$(BIN)/python benchmarks/bench_trace.py $(BENCH)
	$(BIN)/python benchmarks/bench_import.py $(BENCH)
	$(BIN)/python benchmarks/bench_board.py $(BENCH)
	$(BIN)/python benchmarks/bench_audit.py $(BENCH)

# PYTHON may name another interpreter: make demo PYTHON=python3.13
$(VENV)/.zhanlian-python: Makefile
	@set -e; found=""; \
	for candidate in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	  then found="$$candidate"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Zhanlian needs Python 3.11 or newer, found none. 需要 Python 3.11 或更高版本。" >&2; \
	  echo "Name one: make demo PYTHON=/path/to/python3.11" >&2; exit 1; fi; \
	if ! "$$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	  echo "$$found comes without venv. On Debian or Ubuntu: apt install python3-venv" >&2; \
	  echo "$$found 缺少 venv 模块；Debian 或 Ubuntu 请先执行 apt install python3-venv" >&2; exit 1; fi; \
	if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then "$$found" -m venv --clear $(VENV); fi
	@touch $@

# setuptools comes first and at its pinned version; without build isolation the package is built
# with it, so that no unpinned build requirement is fetched.
$(VENV)/.zhanlian-app: $(VENV)/.zhanlian-python $(INPUTS)
	$(INSTALL) setuptools
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.zhanlian-dev: $(VENV)/.zhanlian-app
	$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@

$(VENV)/.zhanlian-bench: $(VENV)/.zhanlian-app
	$(INSTALL) --no-build-isolation --editable '.[bench]'
	@touch $@

clean: ## remove the virtual environment and what tests leave behind
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf src/*.egg-info
