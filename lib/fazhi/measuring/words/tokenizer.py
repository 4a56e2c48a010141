"""Text → words, cut as by jieba with the domain vocabulary, then rejoined where it cuts too short."""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Callable, Iterable
from functools import cache

from fazhi.measuring.words.rejoining import Rejoiner

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # jieba imports pkg_resources, which warns that it is deprecated
    import jieba
try:
    import rjieba
except ImportError:  # pragma: no cover - no wheel for this machine; jieba alone cuts the same
    rjieba = None


_JIEBA_BLOCK = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)")


# Where rjieba may cut differently from jieba 0.42.1: connectors inside ASCII runs (a single decimal point is safe), Han
# characters outside jieba's range, and repeated characters, whose readings are almost equally likely.
_RISKY = re.compile(
    r"[A-Za-z0-9][_-]+[A-Za-z0-9]|[A-Za-z0-9]\.[A-Za-z_-]|\.[0-9]+[A-Za-z._-]"
    r"|[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00010000-\U0010ffff]"
    r"|([\u4e00-\u9fd5])(?:\1|(.)\1\2)"
)
_BALANCE = "\ue000\ue001"  # private-use characters: a word that occurs in no text


class Tokenizer:
    """Cuts text like jieba 0.42.1 with a vocabulary, then joins the genre's numbers, bodies and terms.

    The fast rjieba is used for text that it cuts exactly like jieba; the rest, or all if rjieba is not installed,
    is cut by our own instance of jieba's tokenizer: jieba's global one is not changed, and no cache file is written.

    Parameters
    ----------
    terms : iterable of str
        The vocabulary, in the order in which it is added to jieba. Terms with inner punctuation are joined after
        the cut, since jieba cannot hold them.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        terms = list(dict.fromkeys(terms))
        self._jieba = _own_jieba()
        words = [term for term in terms if _JIEBA_BLOCK.fullmatch(term)]
        grown_by = sum(self._jieba.FREQ.get(word, 0) for word in words)
        for word in words:
            self._jieba.add_word(word)
        self._rjieba = rjieba and _rjieba_like(self._jieba, words, grown_by)
        self._rejoin = Rejoiner(terms, lambda word: self._jieba.FREQ.get(word, 0))

    def cut(self, text: str) -> list[str]:
        """Cut text into the words that are counted; only blanks are dropped.

        Parameters
        ----------
        text : str
            Any text, e.g. a sentence or a segment.
        """
        return self._rejoin(self.cut_as_jieba(text))

    def cut_as_jieba(self, text: str) -> list[str]:
        """Cut text token for token like jieba 0.42.1 with the vocabulary, before anything is rejoined."""
        if self._rjieba is None:
            return self._jieba.lcut(text)
        if not _RISKY.search(text):
            return self._rjieba.cut(text)
        blocks = filter(None, _JIEBA_BLOCK.split(text))
        runs = itertools.groupby(blocks, key=lambda block: bool(_RISKY.search(block)))
        return [token for risky, run in runs for token in self._engine(risky)("".join(run))]

    def _engine(self, risky: bool) -> Callable[[str], list[str]]:
        return self._jieba.lcut if risky else self._rjieba.cut


class _Frequencies(dict):
    """The words of jieba's dictionary with their frequencies.

    jieba also stores every prefix of a word, with frequency 0, to know when it can stop searching, which takes up most
    of its loading time of a second. Here it searches up to the length of the longest word instead and finds the
    same words. First characters are stored, since it asks for their frequency.
    """

    longest = 0

    def __contains__(self, word: object) -> bool:
        return len(word) <= self.longest or super().__contains__(word)

    def __missing__(self, word: str) -> int:
        return 0


def _own_jieba() -> jieba.Tokenizer:
    """Build a tokenizer from jieba's dictionary, without log lines and cache file."""
    tokenizer = jieba.Tokenizer()
    frequencies, tokenizer.total = _jiebas_dictionary()
    tokenizer.FREQ = _Frequencies(frequencies)  # each tokenizer adds its own words
    tokenizer.FREQ.longest = max(map(len, frequencies))
    tokenizer.initialized = True
    return tokenizer


@cache
def _jiebas_dictionary() -> tuple[dict[str, int], int]:
    """Read the frequencies of jieba's words and their sum; a line has a word, its frequency, its part of speech."""
    with jieba.Tokenizer().get_dict_file() as opened:
        cells = opened.read().decode("utf-8").split()
    words, frequencies = cells[::3], list(map(int, cells[1::3]))
    beginnings = dict.fromkeys({word[0] for word in words}, 0)
    return beginnings | dict(zip(words, frequencies, strict=True)), sum(frequencies)


def _rjieba_like(tokenizer: jieba.Tokenizer, words: list[str], grown_by: int) -> rjieba.Jieba:
    """Build rjieba with the same frequencies and total: jieba keeps counting a known word's old frequency."""
    fast = rjieba.Jieba()
    for word in words:
        fast.add_word(word, tokenizer.FREQ[word], "")
    if grown_by:
        fast.add_word(_BALANCE, grown_by, "")
    return fast
