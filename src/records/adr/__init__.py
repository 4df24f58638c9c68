"""How decision records are written: reading, editing and verifying them in every supported dialect."""
