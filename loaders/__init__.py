"""Documents to graph: one format per module; citations and norms read from the text."""
