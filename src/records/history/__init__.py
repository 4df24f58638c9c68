"""Operations on records: new prompt, new decision, change status, link, renumber, index page."""
