# run · test · check · bench · soak: the README's commands, each one word.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.ONESHELL:

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8050
WORKERS ?= 2
export HOST PORT WORKERS

.PHONY: run build test check bench bench-full bench-hall soak pictures lock audit clean

run: .venv/ready data/warehouse.duckdb
	@echo "http://$(HOST):$(PORT)"
	exec $(BIN)/gunicorn -c dashboard/gunicorn.conf.py 'dashboard.app:create_server()'

build: .venv/ready
	$(BIN)/python -m etl build

# Built anew when the models or the snapshot have changed since: screens ask for tables that an older one lacks.
data/warehouse.duckdb: $(shell find etl data/snapshot -type f -not -path '*/__pycache__/*') | .venv/ready
	$(BIN)/python -m etl build

# The environment comes from the hash-pinned lock. Debian and Ubuntu ship venv apart from Python.
.venv/ready: requirements.lock
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed (apt-get install python3)" >&2; exit 1; fi
	$(PYTHON) -m venv --clear .venv || { $(call install,python3-venv); $(PYTHON) -m venv --clear .venv; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

test: .venv/ready browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Chromium for the browser suite, fonts so that Arabic has glyphs where a page falls back.
.PHONY: browser
browser:
	@command -v chromium >/dev/null || { $(call install,chromium fonts-dejavu-core); }

check: .venv/ready
	$(BIN)/pip check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready data/warehouse.duckdb browser
	@command -v nginx >/dev/null || { $(call install,nginx-light); }
	$(BIN)/python -m tests.bench

# The BACI loader on a synthetic file of full size: ROWS=250000000 by default, WORK=folder.
bench-full: .venv/ready
	$(BIN)/python -m tests.bench.full_baci

# A hall of readers through nginx: USERS=500, SECONDS=120.
bench-hall: .venv/ready data/warehouse.duckdb
	@command -v nginx >/dev/null || { $(call install,nginx-light); }
	$(BIN)/python -m tests.bench.hall

# The suite's faults in full counts: FUZZ=100000 requests, KILLS=50 of each kind, SILENT=10000 connections, SWAPS=50.
soak: .venv/ready
	$(BIN)/python -m tests.soak

pictures: .venv/ready data/warehouse.duckdb browser
	$(BIN)/python -m tests.pictures

lock:
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 -o requirements.lock
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 -c requirements.lock -o deploy/requirements.lock

# Every pinned version against the advisories on file, as the suite does too; then asks an advisory service, which needs
# the internet.
audit: .venv/ready
	$(BIN)/python -m tests.advisories
	$(PYTHON) -m venv --clear .venv-audit
	.venv-audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --require-hashes --disable-pip -r requirements.lock

clean:
	rm -rf .venv data/warehouse.duckdb

# Needs root or sudo; says so instead of failing half way.
define install
	if [ "$$(id -u)" = 0 ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy $(1); \
	elif command -v sudo >/dev/null; then sudo apt-get update -q && sudo apt-get install -qy $(1); \
	else echo "please install: $(1)" >&2; exit 1; fi
endef
