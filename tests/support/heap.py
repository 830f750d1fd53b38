"""A plugin of pytest: what a run imports and collects stays to its end, so no collection visits it.

It is loaded by `addopts` in pyproject.toml, before tests/conftest.py imports the application.
"""

import gc

gc.disable()


def pytest_collection_finish() -> None:
    """Leave the code and the tests out of garbage collections, which begin here."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()
