"""Review the records of a change, as text or as a pull-request comment."""
