"""What a project's policy on coding agents requires of commits, and whether they state it."""
