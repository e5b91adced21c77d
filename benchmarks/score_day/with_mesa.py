"""`score-day` in Mesa, as its guide shows: an agent a citizen, and two calls of `AgentSet.do` a day, so that all look
before anybody changes. Friends are a set of agents that each agent holds, which is quicker than cells of a network space.
"""

import math
from pathlib import Path

import mesa
import numpy as np


class Citizen(mesa.Agent):
    """Somebody with an opinion, a score and friends."""

    def __init__(self, model, opinion):
        super().__init__(model)
        self.opinion = opinion
        self.b = 0.5
        self.s = 0.5
        self.m = 0.0
        self.p = 1 / (1 + math.exp(-2 * (opinion - 1.75)))
        self.friends = set()

    def look(self):
        """The mean of friends' scores of yesterday."""
        friends = self.friends
        self.m = sum([friend.s for friend in friends]) / len(friends) if friends else 0.0

    def live(self):
        """Dissent or not, and what follows."""
        self.b = 0.97 * self.b + (-0.06 if self.random.random() < self.p else 0.02)
        self.s = min(max(0.7 * self.b + 0.3 * self.m, 0.0), 1.0)
        self.p = 1 / (1 + math.exp(-2 * (self.opinion - 2 * (1 - self.s) - 1.5 * self.m)))


class Town(mesa.Model):
    """All of them, and the list of ties."""

    def __init__(self, opinion, pairs):
        super().__init__(seed=1)
        self.people = list(Citizen.create_agents(self, len(opinion), opinion.tolist()))
        self.ties = [(self.people[a], self.people[b]) for a, b in pairs.tolist()]
        for a, b in self.ties:
            a.friends.add(b)
            b.friends.add(a)

    def step(self):
        """One day."""
        self.agents.do("look")
        self.agents.do("live")
        chosen = np.unique(self.rng.integers(0, len(self.ties), self.rng.binomial(len(self.ties), 0.001)))
        for k in chosen[::-1].tolist():
            a, b = self.ties[k]
            if min(a.s, b.s) < 0.2:
                a.friends.remove(b)
                b.friends.remove(a)
                self.ties[k] = self.ties[-1]
                self.ties.pop()


class Engine:
    """`score-day` for the benchmark's child."""

    def __init__(self, folder: Path, threads: int = 1):
        opinion = np.load(folder / "opinion.npy")
        self.n = len(opinion)
        self.model = Town(opinion, np.load(folder / "pairs.npy"))

    def days(self, count: int) -> None:
        """Live this number of days."""
        for _ in range(count):
            self.model.step()

    def figures(self) -> dict[str, float]:
        """What the checks want: means and live ties."""
        people = self.model.people
        return {
            "mean_s": float(np.mean([one.s for one in people])),
            "mean_p": float(np.mean([one.p for one in people])),
            "ties": float(len(self.model.ties)),
        }
