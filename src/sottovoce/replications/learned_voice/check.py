"""Voice that is learned: our learning rule on one member of each group, and societies of people who choose and learn."""

import math
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.day.express import DISSENT, LOYAL, WAITING
from sottovoce.day.learn import learn
from sottovoce.machine.plain import Plain
from sottovoce.replications.parameters import Quantity, Unfit, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import NOBODY, Phase, people, scenario, tied
from sottovoce.simulate import days

PACKAGE = "sottovoce.replications.learned_voice"
MANY = 1 << 52  # friends of a member of the mean field
STILL, STEPS = 1e-14, 20_000
FRIENDS = 40.0  # mean number, in a society
NEVER = -1000.0  # what it is worth to say the opposite of one's view

PARAMETERS = (
    number("beta", 6.0, "how sharply the chance to speak follows what it is worth", unit="1/reward", above=0, high=1000),
    number("gamma", 0.5, "share of the friends of group 1 who are of group 1", unit="share", low=0, high=1),
    number("delta", 0.5, "share of the friends of group 2 who are of group 2", unit="share", low=0, high=1),
    number("cost", 0.0, "cost of speaking", unit="reward", low=-10, high=10),
    number("p1", 0.6, "chance to speak of group 1 at the start", unit="probability", above=0, below=1),
    number("p2", 0.4, "chance to speak of group 2 at the start", unit="probability", above=0, below=1),
    number("n1", 0.5, "share of the people who are of group 1", unit="share", above=0, below=1),
    number("q11", 0.2, "chance of a tie within group 1", unit="probability", low=0, high=1),
    number("q22", 0.2, "chance of a tie within group 2", unit="probability", low=0, high=1),
    number("q12", 0.2, "chance of a tie between the groups", unit="probability", low=0, high=1),
    whole("n", 0, "people of a society beside the mean field; 0: none", unit="people", low=0, high=5000),
    whole("times", 800, "days of that society", unit="days", low=4, high=36_500),
    seed(),
)  # fmt: skip
MODES = {"shares": ("gamma", "delta"), "ties": ("n1", "q11", "q22", "q12")}
QUANTITIES = {
    "p1": Quantity("chance to speak of group 1 in the end", "probability"),
    "p2": Quantity("chance to speak of group 2 in the end", "probability"),
    "q1": Quantity("what speaking is worth to group 1 in the end", "reward"),
    "q2": Quantity("what speaking is worth to group 2 in the end", "reward"),
    "shares": Quantity("gamma, delta", "share"),
    "steps": Quantity("steps of learning until it rests", "steps"),
    "settled": Quantity("whether it rests within 20,000 steps", "yes or no"),
    "society_p1": Quantity("days on which members of group 1 speak, in a society; none if n is 0", "share"),
    "society_p2": Quantity("days on which members of group 2 speak, in a society; none if n is 0", "share"),
}


def measure(
    beta: float,
    gamma: float | None,
    delta: float | None,
    cost: float,
    p1: float,
    p2: float,
    n1: float | None,
    q11: float | None,
    q22: float | None,
    q12: float | None,
    n: int,
    times: int,
    seed: int,
) -> dict[str, Any]:
    """The end of the mean field, and that of a society if it is asked for. Raises Unfit."""
    if gamma is None or delta is None:
        assert n1 is not None and q11 is not None and q22 is not None and q12 is not None
        gamma, delta = shares(n1, q11, q22, q12)
        first, chances = n1, (q11, q22, q12)
    else:
        first, chances = 0.5, ties_of(gamma, delta)
    values, steps, settled = field(beta, gamma, delta, cost, p1, p2)
    found = {
        "p1": chance(beta, values[0]),
        "p2": chance(beta, values[1]),
        "q1": values[0],
        "q2": values[1],
        "shares": [gamma, delta],
        "steps": steps,
        "settled": settled,
        "society_p1": None,
        "society_p2": None,
    }
    if n:
        if chances is None:
            raise Unfit(
                f"gamma, delta: {gamma:g}, {delta:g} given with n above 0; one group has no ties to the other, which has some to it. "
                "Choose both below 1, or both 1, or n: 0."
            )
        found["society_p1"], found["society_p2"] = society(beta, cost, p1, p2, first, chances, n, times, seed)
    return found


def shares(n1: float, q11: float, q22: float, q12: float) -> tuple[float, float]:
    """Expected shares of friends who are of one's own group. Raises Unfit."""
    n2 = 1.0 - n1
    for name, within, between in (("q11", n1 * q11, n2 * q12), ("q22", n2 * q22, n1 * q12)):
        if within + between == 0:
            raise Unfit(
                f"{name}, q12: 0, 0 given; allowed one of them above 0: a group without friends hears nothing. Raise one."
            )
    return n1 * q11 / (n1 * q11 + n2 * q12), n2 * q22 / (n2 * q22 + n1 * q12)


def ties_of(gamma: float, delta: float) -> tuple[float, float, float] | None:
    """Chances of ties q11, q22, q12, but for a factor, that give these shares in groups of the same size; None where none do."""
    if gamma == delta == 1:
        return 1.0, 1.0, 0.0
    if 1 in (gamma, delta):
        return None
    return gamma * (1 - delta), delta * (1 - gamma), (1 - gamma) * (1 - delta)


def chance(beta: float, value: float) -> float:
    """Chance to speak of one to whom it is worth so much: our rule of choice between two levels."""
    return 1.0 / (1.0 + math.exp(min(-beta * value, 700.0)))


def start(beta: float, p: float) -> float:
    """What speaking is worth to one who speaks with that chance."""
    return math.log(p / (1.0 - p)) / beta


def field(
    beta: float, gamma: float, delta: float, cost: float, p1: float, p2: float, most: int = STEPS
) -> tuple[tuple[float, float], int, bool]:
    """Values of speaking in the end, steps, whether they rest: our learning rule for one member of each group, whose friends
    speak as often as the chances say."""
    asked = scenario(PACKAGE, {"voice.reply_cost": cost, "voice.sharpness": beta})
    stage = Phase(asked, people(asked), Plain())
    learned = stage.state.learned
    q1, q2 = start(beta, p1), start(beta, p2)
    for step in range(1, most + 1):
        s1, s2 = chance(beta, q1), chance(beta, q2)
        learned[:, 0] = q1, 0.0, 1.0
        learned[:, 1] = 0.0, q2, 0.0
        stage.run(learn, heard(gamma * s1, (1 - gamma) * s2))
        learned[WAITING, 1] = -1.0
        stage.run(learn, heard((1 - delta) * s1, delta * s2))
        before, (q1, q2) = (q1, q2), (float(learned[DISSENT, 0]), float(learned[LOYAL, 1]))
        if max(abs(q1 - before[0]), abs(q2 - before[1])) <= STILL:
            return (q1, q2), step, True
    return (q1, q2), most, False


def heard(against: float, loyal: float) -> Any:
    """What is seen of very many friends, of whom these shares spoke."""
    return NOBODY._replace(ties=MANY, dissent=round(against * MANY), loyal=round(loyal * MANY))


def society(
    beta: float, cost: float, p1: float, p2: float, first: float, chances: tuple[float, float, float], n: int, times: int, seed: int
) -> tuple[float, float]:  # fmt: skip
    """Share of days on which the members of each group speak, over the last quarter of the days. Raises Unfit."""
    if n < 4:
        raise Unfit(f"n: {n} given; allowed 0, or 4 or more. Choose more people, or 0.")
    asked = scenario(PACKAGE, {
        "citizens": n, "days": times, "seed": seed, "voice.reply_cost": cost, "voice.sharpness": beta,
    })  # fmt: skip
    one = np.arange(n) < min(max(round(first * n), 1), n - 1)
    learned = np.array(
        [np.where(one, start(beta, p1), NEVER), np.where(one, NEVER, start(beta, p2)), np.zeros(n)]
    )
    views = np.where(one, 1.0, -1.0)
    living = tied(people(asked, opinion=views, learned=learned), block_ties(one, chances, seed))
    spoke = np.zeros(n)
    last = max(times // 4, 1)
    for day, _ in days(asked, living):
        if day >= times - last:
            spoke += living.state.voice != 0
    return float(spoke[one].mean() / last), float(spoke[~one].mean() / last)


def block_ties(one: np.ndarray, chances: tuple[float, float, float], seed: int) -> np.ndarray:
    """Each pair tied with a chance that depends on the groups of the two; the mean number of friends is FRIENDS or less."""
    n = len(one)
    a, b = np.triu_indices(n, 1)
    q = np.where(one[a] & one[b], chances[0], np.where(one[a] | one[b], chances[2], chances[1]))
    factor = min(FRIENDS * n / 2 / q.sum(), 1.0 / q.max())
    luck = uniforms(seed, Purpose.TIE, a.astype(np.uint64) * np.uint64(n) + b.astype(np.uint64))
    keep = luck < q * factor
    return np.stack([a[keep], b[keep]], axis=1)


# ---- What was published ----


def grows(beta: float, steps: int) -> bool:
    """Whether a small difference between two groups that are alike is larger after this number of steps."""
    (q1, q2), _, _ = field(beta, 0.5, 0.5, 0.0, 0.5 + 1e-6, 0.5 - 1e-6, most=steps)
    return chance(beta, q1) - chance(beta, q2) > 2e-6


def critical(quick: bool) -> float:
    """Sharpness beyond which it does; by halving."""
    low, high = 3.0, 5.0
    while high - low > 2e-3:
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle, 400) else (middle, high)
    return (low + high) / 2


def split(beta: float) -> float:
    """d = tanh(beta d/4), the largest solution."""
    d = 1.0
    for _ in range(100_000):
        d, before = math.tanh(beta * d / 4), d
        if abs(d - before) < 1e-16:
            break
    return d


def branch(quick: bool) -> float:
    """Largest distance of p1 - p2 from that."""
    worst = 0.0
    for beta in (2.0, 3.5, 4.5, 6.0, 12.0):
        (q1, q2), _, _ = field(beta, 0.5, 0.5, 0.0, 0.7, 0.3)
        worst = max(worst, abs(chance(beta, q1) - chance(beta, q2) - split(beta)))
    return worst


def rest(quick: bool) -> float:
    """Largest speed that the equations leave at the end, over drawn parameters."""
    luck = np.random.default_rng(3)
    worst = 0.0
    for _ in range(20):
        beta, gamma, delta, cost = 12 * luck.random() + 0.5, *luck.random(2), 0.4 * luck.random()
        p1, p2 = 0.05 + 0.9 * luck.random(2)
        (q1, q2), _, settled = field(beta, gamma, delta, cost, p1, p2)
        s1, s2 = chance(beta, q1), chance(beta, q2)
        left = gamma * s1 - (1 - gamma) * s2 - cost - q1, delta * s2 - (1 - delta) * s1 - cost - q2
        worst = max(worst, *map(abs, left)) if settled else math.inf
    return worst


def nash(quick: bool) -> int:
    """Of a grid of parameters, how many are decided otherwise: whether both groups still speak, with beta 400."""
    wrong = 0
    for gamma in (0.3, 0.52, 0.61, 0.74, 0.95):
        for delta in (0.3, 0.52, 0.61, 0.74, 0.95):
            for cost in (0.0, 0.1, 0.3):
                (q1, q2), _, _ = field(400.0, gamma, delta, cost, 0.99, 0.99, most=250)
                both = min(chance(400.0, q1), chance(400.0, q2)) > 0.9
                wrong += both != (min(2 * gamma - 1, 2 * delta - 1) > cost)
    return wrong


def minority(quick: bool) -> float:
    """p1 - p2 of a minority with more ties within."""
    gamma, delta = shares(0.35, 0.9, 0.2, 0.3)
    (q1, q2), _, _ = field(8.0, gamma, delta, 0.0, 0.5, 0.5)
    return chance(8.0, q1) - chance(8.0, q2)


SETTINGS = (
    (2.0, 0.5, 0.5, 0.0),
    (6.0, 0.5, 0.5, 0.0),
    (5.0, 0.8, 0.8, 0.1),
    (8.0, 0.7, 0.4, 0.0),
    (3.0, 0.9, 0.2, 0.2),
)


def societies(quick: bool) -> float:
    """Largest distance of a society's shares from the mean field's chances; groups of the same size, start .7 and .3."""
    worst = 0.0
    for k, (beta, gamma, delta, cost) in enumerate(SETTINGS):
        found = measure(beta, gamma, delta, cost, 0.7, 0.3, None, None, None, None, 600, 800, 1 + k)
        worst = max(worst, abs(found["society_p1"] - found["p1"]), abs(found["society_p2"] - found["p2"]))
    return worst


def picture(quick: bool) -> Picture:
    """Both groups alike: chances to speak in the end, by beta."""
    fine = np.linspace(1, 10, 181)
    gaps = np.array([split(float(beta)) for beta in fine])
    some = np.array([1.5, 2.5, 3.5, 4.2, 4.6, 5.0, 6.0, 7.0, 8.5, 10.0])
    rests = [field(float(beta), 0.5, 0.5, 0.0, 0.7, 0.3)[0] for beta in some]
    few = (2.0, 5.0, 8.0)
    lived = [society(beta, 0.0, 0.7, 0.3, 0.5, (1.0, 1.0, 1.0), 600, 800, 1) for beta in few]
    curves = [Curve("p1, d = tanh(beta d/4)", fine, 0.5 + gaps / 2, 0), Curve("p2", fine, 0.5 - gaps / 2, 1)]
    for pair in (0, 1):
        curves.append(
            Curve(
                f"p{pair + 1}, measured",
                some,
                [chance(float(b), q[pair]) for b, q in zip(some, rests, strict=True)],
                pair,
                measured=True,
            )
        )
    for pair in (0, 1):
        curves.append(
            Curve(f"society, group {pair + 1}", few, [p[pair] for p in lived], pair + 2, measured=True)
        )
    return Picture("Chance to speak in the end, two groups alike (symmetry breaks at 4)", "beta, how sharply choice follows worth",
                   "chance to speak", tuple(curves), span=(0.0, 1.0))  # fmt: skip
