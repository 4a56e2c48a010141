"""``python -m fazhi`` is the command ``fazhi``."""

from fazhi.cli import main

main()
