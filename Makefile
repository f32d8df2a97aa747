.PHONY: refresh check test expected bench mutations
UV = .uv/bin/uv run --locked

.uv/bin/uv:
	python3 -m venv .uv && .uv/bin/pip install --quiet uv

refresh: .uv/bin/uv  ## read the recorded pages and publish
	$(UV) catalog refresh --recorded

check:  ## all that CI checks
	.ci/run

test: .uv/bin/uv  ## the tests alone
	$(UV) pytest

expected: .uv/bin/uv  ## write tests/expected/ anew; read the difference before it is committed
	$(UV) pytest tests/test_scrapers.py --write-expected

bench: .uv/bin/uv  ## speed and size, as ratios
	for each in reading cost diff history packing politeness starting; do $(UV) python -m benchmarks.$$each; done

mutations: .uv/bin/uv  ## how often a changed page ends silently wrong; MUTATIONS="--sample 200" for a few of them
	$(UV) python -m benchmarks.mutations $(MUTATIONS)
