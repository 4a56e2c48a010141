"""Folding keeps the way back to the text as read."""

from hypothesis import given
from hypothesis import strategies as st

from fazhi.normalization import fold, plain, unfold

TEXTS = st.text(alphabet="行政复议，：；（）％１２３abc 　\u200b\ufeff。、《》“”\U00020bb7", max_size=40)


@given(TEXTS)
def test_every_character_leads_back_to_its_own_place(text):
    folded, at = fold(text)
    assert folded == plain(text)
    assert len(at) == len(folded) + 1 and at[-1] == len(text)
    assert all(plain(text[at[i]]) == folded[i] for i in range(len(folded)))
    assert at == sorted(at)


@given(TEXTS, st.data())
def test_a_span_leads_back_to_the_words_it_was_found_in(text, data):
    folded, at = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    first, last = unfold(at, start, end)
    assert plain(text[first:last]) == folded[start:end]


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert plain(plain(text)) == plain(text)


def test_width_and_invisible_characters_are_folded():
    assert plain("（一）１，２３４件：９８％\u200b；　ＡＢ") == "(一)1,234件:98%; AB"
