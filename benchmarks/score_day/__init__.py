"""The reference workload `score-day`, written for each engine as somebody who knows that engine would."""
