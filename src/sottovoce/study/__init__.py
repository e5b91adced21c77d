"""Many runs: the same question over seeds, so that an effect comes with an interval."""
