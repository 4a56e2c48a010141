"""Findings → charts, figures, executed notebooks, the web report, and exports."""
