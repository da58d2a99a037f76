# Two commands for everyone: `make run` and `make test`. Both set up what they need.
python := .venv/bin/python
packager = PYTHONPATH=packaging build/packages/venv/bin/python -m installers
export DESKBOOK_HOME ?= $(CURDIR)/build/home
unexport DESKBOOK_WORKSPACE  # nothing here may touch a team's database

.PHONY: run test lint bench check-kills check-screens screenshots wheel packages check-packages check-windows check-same \
    lock clean

run: .venv/ready
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ]; then \
	    echo "There is no display here, so no window. Search in the terminal instead:"; \
	    echo; \
	    echo "    .venv/bin/deskbook search 钱什么时候能退给我"; \
	    echo; \
	    .venv/bin/deskbook search --limit 3 钱什么时候能退给我; \
	else \
	    .venv/bin/deskbook gui; \
	fi

test: lint
	QT_QPA_PLATFORM=offscreen $(python) -m pytest -n logical --maxprocesses 4 --dist worksteal

lint: .venv/ready
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/deskbook check kb

# Minutes long, so outside of `make test`; its tables go into docs/benchmarks.md.
bench: .venv/ready
	$(python) -m benchmarks.content
	$(python) -m benchmarks.relevance
	$(python) -m benchmarks.speed
	$(python) -m benchmarks.start
	$(python) -m benchmarks.phrases
	$(python) -m benchmarks.sending
	$(python) -m benchmarks.packs
	$(python) -m benchmarks.cycle

# `make test` kills fewer publications and installations; here it is 120 of each.
check-kills: .venv/ready
	DESKBOOK_KILLS=120 $(python) -m pytest -s tests/integration/cycle/test_killing.py \
	    tests/integration/packs/test_killing.py

# `make test` walks through the screens that people are at most of the day; here it is every one.
check-screens: .venv/ready
	QT_QPA_PLATFORM=offscreen DESKBOOK_SCREENS=all $(python) -m pytest -n logical --maxprocesses 4 --dist worksteal \
	    tests/ui/test_accessibility.py

screenshots: .venv/ready
	QT_QPA_PLATFORM=offscreen $(python) -m docs.screenshots

wheel: .venv/ready
	$(python) -m hatchling build -t wheel

# The installers of this platform, into dist. BRANDING=dir puts in a shop's own name, pack and policy, KEY=file
# signs SHA256SUMS; docs/deployment.md says more.
packages: build/packages/venv/ready
	packaging/tools.sh makeself rpm xz-utils binutils desktop-file-utils appstream
	$(packager) $(if $(BRANDING),--branding $(BRANDING)) $(if $(KEY),--key $(KEY))

# Installs, upgrades and removes what is in dist in a clean system without Python and without a network. Root only.
check-packages: dist/SHA256SUMS build/packages/venv/ready
	cd dist && sha256sum --check --quiet SHA256SUMS
	packaging/tools.sh debootstrap
	$(packager) --trial
	packaging/trial/linux.sh

# Compiles the Windows setup around placeholders for the program, and tries it under wine without a network.
check-windows: build/packages/venv/ready
	packaging/tools.sh nsis wine64 xvfb
	$(packager) --trial-windows
	packaging/trial/windows.sh

# Makes the packages in dist a second time, which must give the same bytes. BRANDING as for them.
check-same: dist/SHA256SUMS build/packages/venv/ready
	$(packager) $(if $(BRANDING),--branding $(BRANDING)) --again

# Needs uv (`pip install uv`); run it after changing a version in pyproject.toml.
lock:
	uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 --no-annotate \
	    --custom-compile-command "make lock" --quiet -o requirements.lock
	uv pip compile pyproject.toml --extra packaging --generate-hashes --universal --python-version 3.11 --no-annotate \
	    --custom-compile-command "make lock" --quiet -o packaging/requirements.lock

clean:
	rm -rf .venv build dist

.venv/ready: packaging/setup.sh requirements.lock pyproject.toml
	packaging/setup.sh

dist/SHA256SUMS:
	$(MAKE) packages

build/packages/venv/ready: packaging/requirements.lock
	packaging/venv.sh
