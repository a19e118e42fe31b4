# make demo   everything on this machine, at http://127.0.0.1:8013 (nothing leaves it)
# make test   everything that CI runs
# make install   what `askfirst serve` needs, in .venv, and no more
# Also: make bench, answers, lock, readme, clean.  PORT=8020 and PYTHON=/path/to/python3.12 are taken.

BIN := .venv/bin
RUNS := .venv/askfirst-runs
TESTS := .venv/askfirst-tests
PORT ?= 8013
LOCK := uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --quiet

.DEFAULT_GOAL := demo
.PHONY: demo install test bench answers lock readme clean

demo: $(RUNS)
	@exec $(BIN)/askfirst demo --port $(PORT)

install: $(RUNS)
	@echo "askfirst is in $(CURDIR)/$(BIN). Begin with: $(BIN)/askfirst init"

# The types are checked beside the tests: that is as long as the tests alone on two cores.
test: $(TESTS)
	@echo "Style, imports …"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@echo "Types and tests …"
	@types=$$(mktemp); $(BIN)/mypy >"$$types" 2>&1 & checker=$$!; \
	$(BIN)/pytest; tests=$$?; \
	wait $$checker; checked=$$?; \
	echo "Types: $$(cat "$$types")"; rm -f "$$types"; \
	test $$tests -eq 0 && test $$checked -eq 0

bench: $(TESTS)
	@$(BIN)/python -m bench

# What was learned without each voice is kept in var/answers: the second run takes minutes less.
answers: $(TESTS)
	@$(BIN)/python -m bench.answers

$(RUNS): requirements.lock pyproject.toml
	@sh deploy/environment.sh requirements.lock $@

$(TESTS): requirements-dev.lock pyproject.toml
	@sh deploy/environment.sh requirements-dev.lock $@
	@touch $(RUNS)

lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev --extra semantic -o requirements-dev.lock

readme: $(TESTS)
	@$(BIN)/python -m bot.readme README.md

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/screenshots
	find bot content dialogs storage tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
