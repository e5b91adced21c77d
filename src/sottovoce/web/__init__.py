"""On screen: the page, served on loopback. Two worlds side by side, why, and a year lived. Everyone is made up."""
