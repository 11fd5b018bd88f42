"""The address of the database is checked, and what is secret in it is never shown."""

import pytest

from zhanlian.cli.program import call
from zhanlian.errors import ConfigError
from zhanlian.settings import load_settings

HIDDEN = "geheim-7c1f"
GOOD = [
    "postgresql://host/name",
    f"postgresql://officer:{HIDDEN}@host/name",
    f"postgresql://officer:{HIDDEN}@host.example:5433/name?sslmode=verify-full",
    f"postgresql://officer:{HIDDEN}@[::1]:5432/name?sslmode=require&connect_timeout=3",
    f"postgresql://officer:{HIDDEN}@127.0.0.1/name?options=-csearch_path%3Dzhanlian",
]
BAD = [
    "docket.sqlite",
    "sqlite:///docket.sqlite",
    f"mysql://officer:{HIDDEN}@host/name",
    f"postgres://officer:{HIDDEN}@host/name",
    f"postgresql://officer:{HIDDEN}@host",
    f"postgresql://officer:{HIDDEN}/@host/name",
    f"postgresql://officer:{HIDDEN}@{HIDDEN}@host/name",
    f"postgresql://officer:x?{HIDDEN}#@host/name",
    f"postgresql://host/name?user=officer&password={HIDDEN}",
    f"postgresql://host/name?sslpassword={HIDDEN}",
    f"officer:{HIDDEN}@host/name",
    f"host=host user=officer password={HIDDEN}",
    f"postgresql://officer:{HIDDEN}\n@host/name",
]


@pytest.mark.parametrize("url", GOOD)
def test_an_address_is_taken_and_shown_without_user_and_password(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings({"ZHANLIAN_DATABASE": url})
    assert settings.database == url
    assert call(["settings"], {"ZHANLIAN_DATABASE": url, "ZHANLIAN_LANG": "en"}) == 0
    printed = capsys.readouterr().out
    assert "ZHANLIAN_DATABASE=postgresql://" in printed
    for shown in (repr(settings), str(settings.values["ZHANLIAN_DATABASE"]), printed):
        assert HIDDEN not in shown and "officer" not in shown


@pytest.mark.parametrize("value", BAD)
def test_what_is_no_address_is_refused_without_being_repeated(
    value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigError) as told:
        load_settings({"ZHANLIAN_DATABASE": value})
    assert told.value.fields["name"] == "ZHANLIAN_DATABASE"
    assert HIDDEN not in repr(told.value)
    assert call(["settings"], {"ZHANLIAN_DATABASE": value, "ZHANLIAN_DEBUG": "1"}) == 8
    captured = capsys.readouterr()
    assert HIDDEN not in captured.out + captured.err


def test_without_the_variable_the_docket_is_a_file_of_the_workspace() -> None:
    assert load_settings({}).database == ""
