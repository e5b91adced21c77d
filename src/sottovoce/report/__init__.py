"""On paper: a study as one offline HTML file, as a table in the terminal, and while it is being lived."""
