"""Fixtures for all tests, and the rule that CI skips nothing."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"
_IN_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs beside the checkout; tests that need it skip where it is absent."""
    if not (_SHARED / "seeds").is_dir():
        if _IN_CI:
            pytest.fail("CI must run with the folder of real inputs beside the checkout")
        pytest.skip("needs ../shared: the real inputs are not beside this checkout")
    return _SHARED


# A skipped test proves nothing, and nobody reads the count of skips in a green run: on a
# contributor's machine a missing browser may be skipped, in CI it is a failure.
@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Return the report of one test; in CI a skip has become a failure."""
    report = yield
    if _IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped in CI: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Return the report of one collected file; in CI a file that skips itself has failed."""
    report = yield
    if _IN_CI and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped in CI: {report.longrepr}"
    return report
