"""`score-day` in Starsim, as its guide shows: a static network of edges, a module with states, distributions that know who
draws. Friends' sums are two `bincount` over the edges, as its own diseases do it; cut ties leave the network.
"""

from pathlib import Path

import numpy as np
import starsim as ss


class Friends(ss.Network):
    """The network: edges given once, and cut."""

    def step(self):
        """Nothing comes about by itself."""


class Score(ss.Module):
    """Scores, dissent, and the cutting of ties."""

    def __init__(self, opinion, **kwargs):
        super().__init__()
        self.given = opinion
        self.update_pars(**kwargs)
        self.define_states(
            ss.FloatArr("opinion", default=0.0),
            ss.FloatArr("b", default=0.5),
            ss.FloatArr("s", default=0.5),
            ss.FloatArr("p", default=0.5),
        )
        self.u = ss.random()
        self.luck = np.random.default_rng(1)

    def init_post(self):
        """Opinions as given; everybody starts in the middle."""
        super().init_post()
        self.opinion[:] = self.given
        self.p[:] = 1 / (1 + np.exp(-2 * (self.given - 1.75)))

    def step(self):
        """One day."""
        net = self.sim.networks[0]
        n = len(self.sim.people)
        dissent = self.u.rvs(self.sim.people.auids) < self.p.values
        self.b[:] = 0.97 * self.b.values + np.where(dissent, -0.06, 0.02)
        s, one, two = self.s.values, net.edges.p1, net.edges.p2
        heard = np.bincount(one, s[two], n) + np.bincount(two, s[one], n)
        degree = np.bincount(one, minlength=n) + np.bincount(two, minlength=n)
        m = heard / np.maximum(degree, 1)
        self.s[:] = np.clip(0.7 * self.b.values + 0.3 * m, 0, 1)
        self.p[:] = 1 / (1 + np.exp(-2 * (self.opinion.values - 2 * (1 - self.s.values) - 1.5 * m)))
        chosen = np.unique(self.luck.integers(0, len(net), self.luck.binomial(len(net), 0.001)))
        low = np.minimum(self.s.values[one[chosen]], self.s.values[two[chosen]]) < 0.2
        net.remove_edges(chosen[low])


class Engine:
    """`score-day` for the benchmark's child."""

    def __init__(self, folder: Path, threads: int = 1):
        pairs = np.load(folder / "pairs.npy")
        opinion = np.load(folder / "opinion.npy")
        self.n = len(opinion)
        friends = Friends(
            edges={"p1": pairs[:, 0], "p2": pairs[:, 1], "beta": np.ones(len(pairs))}, name="friends"
        )
        self.sim = ss.Sim(
            n_agents=self.n, networks=friends, modules=Score(opinion, name="score"),
            start=ss.days(0), stop=ss.days(10_000), dt=ss.days(1), verbose=0,
        )  # fmt: skip
        self.sim.init()

    def days(self, count: int) -> None:
        """Live this number of days."""
        for _ in range(count):
            self.sim.run_one_step()

    def figures(self) -> dict[str, float]:
        """What the checks want: means and live ties."""
        score = next(one for one in self.sim.modules if one.name == "score")
        return {
            "mean_s": float(score.s.values.mean()),
            "mean_p": float(score.p.values.mean()),
            "ties": float(len(self.sim.networks[0])),
        }
