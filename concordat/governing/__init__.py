"""Governing: which instruments govern a topic between two States on a date, and what gives way to what.

Vienna Convention on the Law of Treaties, articles 18, 26, 27, 30 and 34; Articles 216(2) and 351 TFEU; the clauses of
the instruments themselves. Where the bilateral treaties of a pair are not covered, nothing is concluded.
"""

from .answer import Answer, Statement, govern
from .asked import Asked, asked

__all__ = ["Answer", "Asked", "Statement", "asked", "govern"]
