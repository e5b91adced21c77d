"""In the terminal: a scenario with its values, claims and rights (`scenario`, `law`), and two of them side by side (`diff`)."""
