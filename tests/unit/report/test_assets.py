"""Assets that all pages share."""

from zhanlian.report.html.assets import build_environment, build_policy, load_asset


def test_a_policy_names_the_hash_of_exactly_this_style_and_script() -> None:
    policy = build_policy("a{}", "1")
    assert policy != build_policy("a{} ", "1") != build_policy("a{}", "2")
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy


def test_templates_spell_out_hidden_signs_and_escape_the_rest() -> None:
    template = build_environment().from_string("{{ told }}")
    assert template.render(told="\u202e<b>") == "‹U+202E›&lt;b&gt;"


def test_our_own_assets_hold_no_end_of_their_element() -> None:
    for name in ("style.css", "script.js", "flow/flow.css", "flow/flow.js"):
        assert "</" not in load_asset(name).replace("</head", "")
