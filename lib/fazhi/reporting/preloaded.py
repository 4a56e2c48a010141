"""Importing this imports, once, what every notebook needs; kernels are forked from a process that has done so.

Nothing here may start a thread: a fork takes only one along.
"""

import gc
import os
from importlib import import_module

from fazhi import catalog
from fazhi.reporting import fonts

_NEEDED = [
    "IPython", "ipykernel.kernelapp", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "pyarrow.parquet",
    "pypinyin", "scipy.stats", "seaborn", "sklearn.decomposition", "fazhi.measuring.words.tokenizer",
    "fazhi.reporting.charts", "fazhi.reporting.figures", "fazhi.reporting.theme_coding",
    "fazhi.reporting.site.linked_tables", "fazhi.reporting.site.topic_map",
]  # fmt: skip

_RUN = os.getppid()
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel itself would set it
for name in _NEEDED:
    import_module(name)
    if os.getppid() != _RUN:  # it was killed meanwhile, and nobody will want a kernel
        os._exit(1)
catalog.load()
fonts.register()
gc.freeze()  # a kernel's collector passes over what it shares with the others
