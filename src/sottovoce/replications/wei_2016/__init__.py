"""Wei, Yildirim, Van den Bulte & Dellarocas 2016: scores from friends, and whom people keep because of them."""
