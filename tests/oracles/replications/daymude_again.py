"""Optimal dissent, again: the utility is written down in whole fractions and the best act is looked for.

None of the equations 5 to 8 is used to find the act; ``d_critical`` alone is a formula.
"""

from fractions import Fraction

STEPS = 16  # acts tried between tolerance and wish before the search closes in
CLOSER = 15  # times it closes in, each by a factor of STEPS/2: to 2^-45


def utility(act, beta, delta, nu, tau, psi, punishment):
    """u(a) = - beta (delta - a) - P(a) psi pi(a)."""
    seen = nu + (1 - nu) * act
    if act <= tau:
        pi = Fraction(0)
    elif punishment == "uniform":
        pi = Fraction(1)
    else:
        pi = act - tau
    return -beta * (delta - act) - seen * psi * pi


def best(acts, worth):
    """The act worth most; of equals the largest."""
    return max(acts, key=lambda act: (worth(act), act))


def optimal(beta, delta, nu, tau, psi, punishment) -> Fraction:
    """Act in [0, delta] with the largest utility, to 2^-45; of equals the largest.

    u rises up to tau, and has one hump above it: so trying evenly spaced acts, and again around the best of them, finds it.
    """
    beta, delta, nu, tau, psi = (Fraction(x) for x in (beta, delta, nu, tau, psi))

    def worth(act):
        return utility(act, beta, delta, nu, tau, psi, punishment)

    ends = [Fraction(0), delta] + ([tau] if tau <= delta else [])
    if delta <= tau:
        return best(ends, worth)
    low, high = tau, delta
    for _ in range(CLOSER):
        step = (high - low) / STEPS
        tried = [low + step * k for k in range(1, STEPS + 1)]  # above tau, where an act is punished
        top = best(tried, worth)
        low, high = max(tau, top - step), min(delta, top + step)
    return best([*ends, top], worth)


def critical(beta, nu, tau, psi, punishment) -> float:
    """Uniform: from which wish on defiance pays. Proportional: where partial self-censorship stops."""
    beta, nu, tau, psi = (Fraction(x) for x in (beta, nu, tau, psi))
    loses = (1 - nu) * psi  # how fast being seen makes up for saying more
    if punishment == "uniform":
        return float((beta * tau + nu * psi) / (beta - loses)) if beta > loses else float("inf")
    if loses > 0:
        return float((tau + (beta - nu * psi) / loses) / 2)
    return float("inf") if beta >= nu * psi else float("-inf")


def measure(beta=1, delta=0.5, nu=0.2, tau=0.25, psi=0.6, punishment="uniform") -> dict:
    act = optimal(beta, delta, nu, tau, psi, punishment)
    if delta <= tau:
        phase = "compliant"
    else:
        phase = "self-censoring" if delta - float(act) > 1e-12 else "defiant"
    return {"act": float(act), "d_critical": critical(beta, nu, tau, psi, punishment), "phase": phase}
