"""The Gaussian core of Wei, Yildirim, Van den Bulte & Dellarocas 2016: what friends tell of a person."""
