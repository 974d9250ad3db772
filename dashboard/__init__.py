"""The Dash app: reads the warehouse, owns the words; the URL is the whole state."""
