"""Public files become contract rows, contract rows become marts and indicators in one DuckDB file."""
