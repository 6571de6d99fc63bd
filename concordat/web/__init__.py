"""The web: a SPARQL 1.1 endpoint, linked data and pages over the public graph of one store."""
