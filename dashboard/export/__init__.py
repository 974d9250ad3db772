"""What leaves the dashboard as a file: always the rows of a view in a state."""
