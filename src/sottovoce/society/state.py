"""The columns of a society. One row a citizen; a rule reads and writes row i only, but for friends' signals and changes of ties."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sottovoce.figures import shown

PLACES = 16  # topics at most; this place is that of no topic
GRID = 65536  # levels of acts and private views are counted in 1/65536, so that equal levels are equal bits
NEVER = -(1 << 30)  # a day long before the first
NOTHING = -(1 << 30)  # no act today: there was no occasion
CITIZEN, INFORMER, PROVOCATEUR = range(3)  # of the column `role`
WISHES, WISH, EVER = range(3)  # of the column `wished`
LISTED, FROZEN, DEMOTED, FAULT, DUE = range(5)  # of the column `dates`
OWN, TAGGED = range(2)  # of the column `traces`
GRAINS, FINDABLE, SHARED = range(3)  # of the column `tags`
BAD, GOOD, REPORT, RATED_BAD, RATED_GOOD = range(
    5, 10
)  # bits of the column `observed`, after those of the channels
EVENTS = 5  # kinds of recorded events
CONDUCT, REPORTED, RATED, GIVEN_BACK, TAG = range(5, 10)  # of the column `earned`, after the channels

# Columns drawn when a society is founded, which no day changes: worlds of the same people share them.
FIXED = frozenset(
    [
        "id",
        "place",
        "group",
        "opinion",
        "boldness",
        "climate_weight",
        "threshold",
        "risk",
        "need",
        "activity",
        "trust",
        "base",
        "cost",
        "aware",
        "susceptibility",
        "expressiveness",
        "role",
        "first",
    ]
)


class State(NamedTuple):
    """People and what is known of them. Shapes: (citizen,) unless said; n citizens, row n of `signal` is a ghost.

    Where there are several numbers of a kind, those of neighbours stand side by side: (kind, citizen).
    """

    # fixed
    id: np.ndarray  # uint32, the name by which luck knows a citizen; a permutation of 0 ... n-1
    place: np.ndarray  # uint32, row of each id: place[id[i]] == i
    group: np.ndarray  # uint8, social group
    opinion: np.ndarray  # int32, private view y in 1/65536
    boldness: np.ndarray  # float32, B, utility
    climate_weight: np.ndarray  # float32, E, utility
    threshold: np.ndarray  # float32, h, view
    risk: np.ndarray  # float32, R
    need: np.ndarray  # float32, multiplies the value of points and access (the group's need included)
    activity: np.ndarray  # float32, multiplies rates of occasions
    trust: np.ndarray  # float32, standard normal; never seen by the score, drives conduct
    base: np.ndarray  # float64, points a citizen starts from and fades back to
    cost: np.ndarray  # float32, cost of joining, utility
    aware: np.ndarray  # uint8, 1: knows of the system
    susceptibility: np.ndarray  # float64, lam; one row where views do not average
    expressiveness: np.ndarray  # float64, phi; one row where acts do not average
    role: np.ndarray  # uint8, CITIZEN, INFORMER or PROVOCATEUR; (1,) where a scenario has neither
    # evolving
    points: np.ndarray  # float64, b: the file of points, never clipped
    months: np.ndarray  # float64 (month, citizen), points by month of the memory; (1, 1) without memory
    score: np.ndarray  # int32, published s in grains above the scale's low end
    enrolled: np.ndarray  # uint8
    access: np.ndarray  # uint16, bit k: above the edge of tier k
    nu: np.ndarray  # float32, believed probability that the faintest act is seen
    heed: np.ndarray  # float32, share of the believed chance of being seen that is reckoned with; one row where it does not fade
    watched: np.ndarray  # int32, first day off the watch list; one row where there is none
    looked: (
        np.ndarray
    )  # int32, first day on which no look-up of the score is felt; one row where nobody looks
    voice: np.ndarray  # int32, last public act in 1/65536
    spoke: np.ndarray  # int32, day of the last public occasion
    stirred: np.ndarray  # float32, rise of the wish to dissent (backlash)
    held: np.ndarray  # float64, private view today; one row where views are fixed
    learned: np.ndarray  # float64 (3, citizen), Q of dissent, Q of loyalty, sign of an act not yet replied to; (3, 1) when not in use
    spoken: np.ndarray  # int64, last public act in 2**-40; one row where friends need no more than the signal
    enforcing: (
        np.ndarray
    )  # int8, +1 presses friends to dissent, -1 to be loyal; one row where nobody enforces
    traces: np.ndarray  # int32 (2, citizen), last day that left something for an employer to find: own acts, acts in which one was
    # tagged; (2, 1) where nobody hunts for a job
    dates: np.ndarray  # int32 (5, citizen), first day off the list, not frozen, not demoted; last day of a loss; day an appeal is
    # decided; (5, 1) where a scenario has none of these
    disputed: (
        np.ndarray
    )  # float32, points under appeal, below 0 where lost by a false report; (1,) without appeals
    # about today
    said: np.ndarray  # int32 (channel, citizen), level of today's act in 1/65536, or NOTHING
    topic: np.ndarray  # int8 (channel, citizen), what today's occasion is about, PLACES: no topic; (channel, 1) where there are none
    acted: np.ndarray  # uint8, bit c: an occasion in channel c today
    observed: (
        np.ndarray
    )  # uint16, bit c: today's act in channel c was observed; bits 5 to 9: recorded events (EVENTS)
    punished: np.ndarray  # uint8, 1: punished today, or lost points where friends can see it
    deed: np.ndarray  # int32, points of today's acts that may spill over to friends, in grains of deeds
    earned: np.ndarray  # float32 (9, citizen), points of today by channel, conduct, reports, ratings, given back, and tenth, where anybody
    # tags, as one tagged; (9, 1) when not kept
    tagged: np.ndarray  # int32, row of the friend tagged today, or -1; one row where nobody tags
    tags: np.ndarray  # int32 (3, citizen), of the act that tags: its points, in grains of deeds, if it was seen, and 1 if an employer can
    # find it; points of the acts of yesterday in which one was tagged oneself; (3, 1) where nobody tags
    drop: np.ndarray  # int32, row of the friend to drop tonight, or -1
    make: np.ndarray  # int32, row of the citizen to befriend tonight, or -1
    moved_from: (
        np.ndarray
    )  # int32, row of the friend whose tie is to be moved tonight, or -1; one row where no tie is moved
    moved_to: np.ndarray  # int32, row of the citizen to whom it is moved
    # summed over the measured days
    occasions: np.ndarray  # int32, scheduled public occasions, also those that are cut off
    chosen: np.ndarray  # int64, sum over them of the dissent chosen, within the wish, in 1/65536
    wished: np.ndarray  # int64 (3, citizen): those with a wish to dissent, sum of the wish over them in 1/65536; 1: a wish on any day;
    # (3, 1) where the wish of day 0 stays (measure.people.wishes)
    dissented: np.ndarray  # uint8, 1: any a > 0 on any day
    cut: np.ndarray  # uint16, ties this citizen dropped or lost
    dropped: np.ndarray  # uint16, ties this citizen dropped
    lost_days: np.ndarray  # int32, days under any sanction
    # what others can read, of yesterday and of today
    signal: np.ndarray  # uint64 (citizen + 1,)
    next_signal: np.ndarray  # uint64 (citizen + 1,)
    fine_signal: np.ndarray  # int64 (citizen + 1,); one row when not in use
    next_fine_signal: np.ndarray  # int64 (citizen + 1,)
    # ties
    first: np.ndarray  # int64 (citizen + 1,), where the row of a citizen begins in `friend`
    friend: np.ndarray  # uint32, row of the friend, or n (a ghost) where there is none


@dataclass(repr=False)
class Society:
    """Made-up people and their ties. ``.table()`` has a row for each citizen; `ties` and `community` are those of day 0.

    `state` holds what changes from day to day, a column of numbers each; `State` says what they are, and their units."""

    state: State
    community: np.ndarray  # uint32 (citizen,)
    groups: tuple[str, ...]
    ties: np.ndarray  # uint32 (tie, 2): pairs of ids on day 0, lower id first, sorted
    _nights: tuple[State, State] | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        degree = 2 * len(self.ties) / max(self.citizens, 1)
        return f"Society of {self.citizens:,} made-up citizens in {len(self.groups)} groups, {len(self.ties):,} ties on day 0 ({degree:.1f} a citizen)"

    def _repr_html_(self) -> str:
        return shown(
            "Society",
            [repr(self), "Groups: " + ", ".join(self.groups) + ". .table() has a line for each citizen."],
        )

    def table(self) -> Any:
        """A pandas DataFrame with a line for each citizen: citizen (id), group, community, and every number that is kept of them (State says what
        each is). Ascending by citizen."""
        import pyarrow as pa

        n, state = self.citizens, self.state
        kept = {
            name: column
            for name, column in state._asdict().items()
            if column.shape == (n,) and name not in ("id", "place", "group")
        }
        names = np.array(self.groups, object)
        found = {"citizen": state.id, "group": names[state.group], "community": self.community, **kept}
        return pa.table(found).take(np.argsort(state.id)).to_pandas()

    def dataset(self) -> Any:
        """The same as an xarray data set over the dimension citizen."""
        found = self.table().set_index("citizen").to_xarray()
        found["citizen"].attrs = {"units": "1", "long_name": "citizen, everybody is made up"}
        return found

    @property
    def citizens(self) -> int:
        """Number of citizens."""
        return len(self.state.id)

    def overnight(self) -> None:
        """What citizens showed today is what others read tomorrow. The same two states in turn, so that a machine knows them."""
        s = self.state
        if self._nights is None or self._nights[1] is not s:
            other = s._replace(
                signal=s.next_signal,
                next_signal=s.signal,
                fine_signal=s.next_fine_signal,
                next_fine_signal=s.fine_signal,
            )
            self._nights = (other, s)
        tomorrow = self._nights[0]
        self._nights = (s, tomorrow)
        self.state = tomorrow

    def copy(self) -> "Society":
        """The same people again, to live another world: evolving columns are copied, fixed ones shared."""
        state = State(
            *(c if name in FIXED else c.copy() for name, c in zip(State._fields, self.state, strict=True))
        )
        return Society(state, self.community, self.groups, self.ties)
