"""Second implementations: written from each DECLARATION.md and the paper, without sight of check.py or the day.

A package, so that test_daymude here and test_daymude among the unit tests are two names.
``NAME_again.py`` measures the same quantities in plain Python; ``test_NAME.py`` holds the two beside each other.
"""
