"""Change records: new prompt, new decision, change status, link, renumber, index page."""
