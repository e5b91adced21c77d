"""What is asked: a file becomes a Scenario, frozen and checked; every value knows its unit, range and source."""
