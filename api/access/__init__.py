"""Who asks, what that role may do, and the record of it."""
