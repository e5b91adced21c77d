"""By what somebody can gain or lose points: occasions, points and a weight are needed, each of them."""

import pytest

from sottovoce.reforms.points import dimensions
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values

NOTHING = {f"channels.{name}.rate": 0.0 for name in ("post", "share", "gather", "buy", "browse")}
POST = {"channels.post": {"rate": 0.3, "gain": 1.0, "loss": 2.0}}
BUY = {"channels.buy": {"rate": 0.3, "gain": 1.0, "loss": 0.0}}
BAD = {"channels.conduct.bad_rate": 0.01, "channels.conduct.loss": 5.0}
GRAVE = {"channels.conduct.bad_rate": 0.01, "channels.conduct.loss": 0.0, "score.demotion.chance": 0.1}
GOOD = {"channels.conduct.good_rate": 0.01, "channels.conduct.gain": 5.0}
FALSE = {"reports.malice": 0.01, "reports.points": 5.0}
RATED = {"reports.ratings_rate": 0.1, "reports.ratings_gain": 1.0, "reports.ratings_loss": 0.0}


@pytest.mark.parametrize(
    ("values", "gain", "loss"),
    [
        ({}, set(), set()),
        (POST, {"speech"}, {"speech"}),
        ({"channels.post": {"rate": 0.0, "gain": 1.0, "loss": 2.0}}, set(), set()),
        (POST | {"score.weights.speech": 0.0}, set(), set()),
        (BUY, {"consumption"}, set()),
        (BAD, set(), {"conduct"}),
        (GRAVE, set(), {"conduct"}),
        (GOOD, {"conduct"}, set()),
        (FALSE, set(), {"reports"}),
        (FALSE | {"score.weights.reports": 0.0}, set(), set()),
        (RATED, {"reports"}, set()),
        (RATED | BAD | POST, {"reports", "speech"}, {"conduct", "speech"}),
    ],
)
def test_what_gains_and_what_loses_points(values: dict, gain: set[str], loss: set[str]):
    now = with_values(Scenario(name="made", label="made up"), NOTHING | values)
    assert dimensions(now, "gain") == gain
    assert dimensions(now, "loss") == loss
    assert dimensions(now) == gain | loss
