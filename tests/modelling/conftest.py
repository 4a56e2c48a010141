"""A small corpus with five planted topics, read and fitted once."""

from __future__ import annotations

import numpy as np
import pytest
from planted import NO_NAMES, corpus

from fazhi.measuring.words import word_counts
from fazhi.modelling.topics import documents, fitting

PLANTED = 5


@pytest.fixture(scope="session")
def tables():
    """Words, segments, reports and what was planted."""
    return corpus(PLANTED, seed=3, reports=12, segments=15)


@pytest.fixture(scope="session")
def read(tables):
    """The documents that the models read."""
    counts, segments, reports, _ = tables
    return documents.documents(word_counts.matrix(counts), segments, reports)


@pytest.fixture(scope="session")
def planted(tables, read) -> np.ndarray:
    """The planted topics over the words that were read."""
    return tables[3].reindex(columns=read.vocabulary).to_numpy()


@pytest.fixture(scope="session")
def found(read):
    """The planted number of topics, fitted."""
    return fitting.fit(read, PLANTED, refits=6, seed=1)


@pytest.fixture(scope="session")
def listed(found):
    """The topics without names of the researcher's own."""
    return fitting.describe(found, NO_NAMES)
