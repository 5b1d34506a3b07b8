"""Evaluation: whether what was to be done was done, and whether it helped."""
