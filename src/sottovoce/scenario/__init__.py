"""What is asked: a file becomes a Scenario, frozen and checked; each value has unit, range and source."""
