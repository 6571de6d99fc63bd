"""The knowledge and the store: names, curated facts, and the code that holds, builds and exports the graph."""
