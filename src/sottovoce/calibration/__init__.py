"""Published patterns, which of them the model can make, and values that make those it can."""
