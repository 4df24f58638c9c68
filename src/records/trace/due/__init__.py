"""What has to be looked at: decisions that come due, code that cites what does not hold, code that nothing governs."""
