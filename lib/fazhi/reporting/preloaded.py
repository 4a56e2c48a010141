"""Nothing → a process with everything imported that notebooks need, from which their kernels are forked.

Nothing here may start a thread: a fork keeps only the thread that forks.
"""

import gc
import os
import sys
from importlib import import_module

from fazhi import catalog

_NEEDED = [
    "IPython", "ipykernel.ipkernel", "ipykernel.kernelapp", "matplotlib.pyplot", "pandas.io.formats.style",
    "pyarrow.dataset", "pyarrow.parquet", "pypdfium2", "pypinyin", "rapidfuzz.distance", "seaborn",
    "sklearn.decomposition", "statsmodels.stats.proportion", "fazhi.measuring.words.tokenizer",
    "fazhi.reporting.charts", "fazhi.reporting.figures", "fazhi.reporting.theme_coding",
    "fazhi.reporting.site.linked_tables", "fazhi.reporting.site.topic_map",
]  # fmt: skip

_RUN = os.getppid()
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel itself would set it
sys.modules.setdefault("debugpy", None)  # each kernel would import it, and nobody steps through a run
for name in _NEEDED:
    import_module(name)
    if os.getppid() != _RUN:  # the run was killed meanwhile, so no kernel is needed
        os._exit(1)
catalog.load()
import_module("fazhi.reporting.fonts").register()
gc.freeze()  # keeps a kernel's garbage collector off the memory shared with the others
