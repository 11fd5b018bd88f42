"""Codes of claims in the reader's language."""

from zhanlian.words.codes import item_words, nationality_words, role_words


def test_an_item_with_a_text_is_told_in_the_language_of_the_reader() -> None:
    assert item_words("officers_deployed", "zh") == "出动警力"
    assert item_words("officers_deployed", "en") == "officers deployed"


def test_an_item_in_the_words_of_its_document_stays_as_written() -> None:
    for written in ("手机", "SIM cards", "", "item", "a.b", "{0}"):
        assert item_words(written, "en") == item_words(written, "zh") == written


def test_a_nationality_without_a_text_is_named_as_a_code() -> None:
    assert nationality_words("TR", "zh") == "土耳其籍"
    assert nationality_words("XX", "zh") == "国籍XX"
    assert nationality_words("XX", "en") == "nationality XX"


def test_a_role_is_told_in_both_languages() -> None:
    assert role_words("leader", "zh") == "金主、头目、骨干"
    assert role_words("leader", "en") == "backers, heads and core members"
