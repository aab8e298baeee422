# Each target sets up what it needs (packaging/dev/setup.sh); a second run finds it done.
.DEFAULT_GOAL := help
.PHONY: help run test lint bench soak packs rules deb setup-exe portable clean

help:   ## list the targets
	@sed -n 's/^\([a-z-]*\): .*## /  make \1\t/p' Makefile

run:    ## set up, then open the sample (without a screen: check and export it into out/)
	@bash packaging/dev/run.sh

test:   ## set up, then lint, types and all tests but the long ones
	@bash packaging/dev/test.sh

lint:   ## set up, then lint, format and types alone
	@bash packaging/dev/setup.sh test
	@bash packaging/dev/lint.sh

bench:  ## set up, then measure speed and memory
	@bash packaging/dev/setup.sh test
	@.venv/bin/python -m tests.bench

soak:   ## set up, then the long tests, a clean machine among them
	@bash packaging/dev/setup.sh soak
	@.venv/bin/python -m pytest -m soak

packs:  ## set up, then read the blank workbooks of resources/packs/ again
	@bash packaging/dev/setup.sh run
	@.venv/bin/python -m perfdesk packs --refresh

rules:  ## set up, then write the help's list of rules anew
	@bash packaging/dev/setup.sh test
	@REFRESH_RULES=1 .venv/bin/python -m pytest -q tests/jobs/test_rulebook.py

deb:    ## set up, then build the installer for Linux: dist/perfdesk_<version>_amd64.deb
	@bash packaging/linux/deb.sh

setup-exe: ## set up, then build the installer for Windows: dist/perfdesk-<version>-setup.exe
	@bash packaging/windows/setup_exe.sh

portable: ## set up, then build what runs from a USB stick, for Linux and for Windows, into dist/
	@bash packaging/linux/portable.sh
	@bash packaging/windows/portable.sh

clean:  ## back to a fresh checkout: no environment, no caches, no output
	@rm -rf .venv .cache out build dist
	@find perfdesk tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
