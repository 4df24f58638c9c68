"""Detect secrets and replace them before anything is written."""
