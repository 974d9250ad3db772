"""Published advisories against what the locks pin: the facts (advisories.csv), the audit, how to refresh the facts."""
