"""Read, repair and write prompt records."""
