"""One file per source; siblings never import each other."""
