"""The lexicon is written as folded text shows words, or they could never be met."""

import pytest

from pricebook.phrases.lexicon import LEXICON
from pricebook.phrases.tokens import fold, tokens


@pytest.mark.parametrize("word", sorted(LEXICON))
def test_every_word_is_met(word: str) -> None:
    assert fold(word) == word
    (token,) = tokens(word)
    assert (token.start, token.end, token.kind) == (0, len(word), LEXICON[word].kind)
