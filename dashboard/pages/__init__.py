"""Pages: one file per page, PAGE in each."""
