"""The articles' claims, written down before the worlds are lived, and a verdict for each over the space of what is assumed."""
