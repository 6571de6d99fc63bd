"""Concordat: a knowledge graph of legal instruments, and what it says of their compatibility."""

__version__ = "0.1.0"
