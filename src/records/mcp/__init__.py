"""What agents may ask and record, over the Model Context Protocol; needs the extra `mcp`."""
