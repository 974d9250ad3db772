"""Charts, sentences, cards and tables: one file per view, VIEW in each."""
