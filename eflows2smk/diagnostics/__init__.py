"""Diagnostics: the values, their codes, and how they are shown."""

from eflows2smk.diagnostics.model import NOWHERE, Diagnostic, Label, ProgramError, Severity, Span

__all__ = ["NOWHERE", "Diagnostic", "Label", "ProgramError", "Severity", "Span"]
