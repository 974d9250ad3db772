"""Tests of the committed front-end assets."""
