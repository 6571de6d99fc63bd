"""Reports: findings as tables, CSV and pages for a lawyer to read."""
