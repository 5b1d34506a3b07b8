"""The registry: diary numbers and secrecy marks of records, how long rows are kept, and their disposal."""
