"""The service of `records org serve`: answers from the index over HTTP, to those who may have them.

The modules that need FastAPI and its like, from the extra `org`, are imported by `records org serve` alone.
"""
