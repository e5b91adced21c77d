"""Statistical verification: what takes many seeds, with plots. ``python -m verify``; see CONTRIBUTING.md."""
