"""The browser for the tests of pages."""

import os

import pytest
from browser import find_chromium


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser; tests that need it skip where there is none, and fail in CI."""
    found = find_chromium()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have a Chromium: the report is tested in a real browser")
        pytest.skip("needs Chromium: none is installed, and CHROMIUM names none")
    return found
