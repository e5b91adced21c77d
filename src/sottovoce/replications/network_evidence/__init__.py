"""Wei, Yildirim, Van den Bulte & Dellarocas 2016, Lemmas 3 and 8: what friends tell of a person."""
