"""What a record is: frozen values, no disk, no process."""
