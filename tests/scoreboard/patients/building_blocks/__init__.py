"""Wrappers of the tools."""

from .analysis import meta_analysis
from .boolean import personalise, simulate

__all__ = ["meta_analysis", "personalise", "simulate"]
