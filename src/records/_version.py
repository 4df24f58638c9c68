"""The version of `records`, said once."""

__version__ = "0.1.0"
