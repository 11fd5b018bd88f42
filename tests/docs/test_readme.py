"""Both READMEs tell what the program does: every command, option, setting and exit code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from zhanlian import errors
from zhanlian.cli import failure, program
from zhanlian.cli.session import open_session
from zhanlian.settings import SETTINGS

_ROOT = Path(__file__).parents[2]
_PAGES = ("README.md", "README.zh-CN.md")


def _text(page: str) -> str:
    return (_ROOT / page).read_text(encoding="utf-8")


def _commands() -> dict[str, Any]:
    whole: Any = typer.main.get_command(program.build_app(open_session(["--lang", "en"], {})))
    return dict(whole.commands)


def _rows(page: str, start: str) -> list[list[str]]:
    """Return the cells of the table rows whose first cell begins so."""
    lines = [line.replace("\\|", "/") for line in _text(page).splitlines()]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith(f"| {start}")
    ]


def _options(command: Any) -> set[str]:
    found = {"--help"}
    for parameter in command.params:
        if parameter.param_type_name == "option":
            found |= {*parameter.opts, *parameter.secondary_opts}
    return found


def _told_options(page: str) -> dict[str, str]:
    return {
        option: cells[1]
        for cells in _rows(page, "`--")
        for option in re.findall(r"`(--[a-z-]+)", cells[0])
    }


def _exit_codes() -> Iterator[int]:
    waiting: list[type[errors.ZhanlianError]] = [errors.ZhanlianError]
    while waiting:
        kind = waiting.pop()
        yield kind.exit_code
        waiting.extend(kind.__subclasses__())
    yield from (0, program.EXIT_USAGE, failure.EXIT_UNFORESEEN)
    yield from (failure.EXIT_INTERRUPTED, program.EXIT_PIPE)


@pytest.mark.parametrize("page", _PAGES)
def test_every_command_is_told_and_none_besides(page: str) -> None:
    told = {cells[0].strip("`").split()[1] for cells in _rows(page, "`zhanlian ")}
    assert told == set(_commands())


@pytest.mark.parametrize("page", _PAGES)
def test_every_option_is_told_with_the_commands_that_take_it(page: str) -> None:
    commands = _commands()
    told = _told_options(page)
    for name, command in commands.items():
        for option in _options(command):
            of = told[option]
            assert name in of or of in ("all", "全部"), f"{name} {option}"
    known = set().union(*(_options(command) for command in commands.values()))
    assert set(told) == known | {"--version"}
    for option, of in told.items():
        for name in set(re.findall("[a-z]+", of)) & set(commands):
            assert option in _options(commands[name]), f"{name} has no {option}"


@pytest.mark.parametrize("page", _PAGES)
def test_every_setting_is_told_with_its_default(page: str) -> None:
    told = {cells[0].strip("`"): cells[2] for cells in _rows(page, "`ZHANLIAN_")}
    assert set(told) == {setting.name for setting in SETTINGS}
    for setting in SETTINGS:
        assert not setting.default or told[setting.name] == f"`{setting.default}`"


@pytest.mark.parametrize("page", _PAGES)
def test_every_exit_code_is_told(page: str) -> None:
    told = {int(cells[0]) for cells in _rows(page, "") if cells[0].isdecimal()}
    assert told == set(_exit_codes())


def _shape(page: str) -> list[str]:
    return [line.split()[0] for line in _prose(page) if line.startswith("#")]


def _prose(page: str) -> list[str]:
    return re.sub(r"```.*?```", "", _text(page), flags=re.DOTALL).splitlines()


def _code(page: str) -> list[str]:
    blocks = re.findall(r"```\w*\n(.*?)```", _text(page), flags=re.DOTALL)
    return [line.split(" #")[0].rstrip() for block in blocks for line in block.splitlines()]


def test_the_two_readmes_have_the_same_headings_and_the_same_commands() -> None:
    assert _shape(_PAGES[0]) == _shape(_PAGES[1])
    assert _code(_PAGES[0]) == _code(_PAGES[1])
    assert len(_rows(_PAGES[0], "")) == len(_rows(_PAGES[1], ""))


@pytest.mark.parametrize(
    "page", [*_PAGES, "CONTRIBUTING.md", "docs/claims.md", "docs/rules.md", "docs/rules.zh-CN.md"]
)
def test_links_inside_the_project_lead_somewhere(page: str) -> None:
    folder = (_ROOT / page).parent
    links = re.findall(r"\]\(([^)#]+)\)", _text(page))
    broken = [link for link in links if "://" not in link and not (folder / link).exists()]
    assert links and not broken
