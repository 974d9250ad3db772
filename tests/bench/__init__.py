"""Measurements, never tests: what `make bench` and `make bench-full` print."""
