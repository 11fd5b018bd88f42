"""Fixtures for all tests."""

import os
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs beside the checkout; tests that need it skip where it is absent."""
    if not (_SHARED / "seeds").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("CI must run with the folder of real inputs beside the checkout")
        pytest.skip("needs ../shared: the real inputs are not beside this checkout")
    return _SHARED
