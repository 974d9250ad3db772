"""What an operator fears, as scenarios of any size: the suite runs them small, `make soak` in full."""
