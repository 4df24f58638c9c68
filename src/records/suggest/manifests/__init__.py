"""What a manifest asks for, read so that a fragment in a diff is enough: one file an ecosystem."""
