"""A comparison for a reader: in the terminal, as one HTML file, as a figure, and from Python."""
