"""Pictures of the pages, for eyes: what `make pictures` writes."""
