"""Statistical verification: what takes many replicates, with plots. ``python -m verify``; see CONTRIBUTING.md."""
