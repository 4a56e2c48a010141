"""Quantities and whom their report is about → for each number whose it is, when, and which kind of figure."""
