"""A small file of claims for tests."""

FILE = """
scenario: press-2015
people: {citizens: 60, days: 40}
seeds: {first: 7, count: 2}
quick: {citizens: 40, seeds: 2, points: 3}
points: 4
space: {values: [watching.nu, society.homophily], set: {enrolment.opt_in_day: 3, enrolment.mandatory_day: 10}}
windows: {late: [20, 40]}
worlds:
  with: {}
  without: {no_system: true}
  short: {days: 30}
claims:
  - name: it-silences
    hypothesis: It silences.
    is: held_back@late in with - held_back@late in without
    sign: "+"
    margin: 5
    why_margin: small
    refuted: it does not
    "null": nothing
"""
