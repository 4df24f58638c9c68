"""The steps from each earlier schema of the index to the present one."""
