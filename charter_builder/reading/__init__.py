"""Files → values that remember their place."""
