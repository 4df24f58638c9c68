"""Where each agent keeps its settings, one file an agent."""
