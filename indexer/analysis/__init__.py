"""Text to terms: what a word is, in which forms, and by which terms it meets others."""

from indexer.analysis.analyzer import PART, Analyzer, Term, Token

__all__ = ["PART", "Analyzer", "Term", "Token"]
