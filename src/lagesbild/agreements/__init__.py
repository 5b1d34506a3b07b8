"""Agreements: who undertakes what towards whom, for how long."""
