"""Ross et al. 2019: the spiral of silence in a network, with bots."""
