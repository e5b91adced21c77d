"""On paper: a study as one offline HTML file (`build`), as a table in the terminal, as one picture; `job` does all of it."""
