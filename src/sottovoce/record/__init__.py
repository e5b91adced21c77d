"""What is kept of a run: daily sums, the ledger of points, the people at the end, and where it all came from."""
