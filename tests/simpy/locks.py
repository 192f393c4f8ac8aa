"""Small SimPy 3 models of locks that have no closed form, to hold the simulator against.

Usage: locks.py MODEL REPLICATIONS SEED; one line for each replication, a number for each measure.
Written from the description of the disciplines alone; nothing is shared with the simulator.
"""
import random
import sys

import simpy

HORIZON = 6000.0
WARM_UP = 300.0


def polling(seed):
    """One lock polled for after 1, 2, 4, 8, 16, 16, ... s, patience 20 s, holds Exp(8 s)."""
    rng = random.Random(seed)
    env = simpy.Environment()
    state = {"held": False}
    waits, lost = [], [0]

    def run():
        began = env.now
        pause = 1.0
        while state["held"]:
            if env.now + pause >= began + 20:
                yield env.timeout(began + 20 - env.now)
                if began > 5 * WARM_UP:
                    lost[0] += 1
                return
            yield env.timeout(pause)
            pause = min(2 * pause, 16.0)
        state["held"] = True
        if began > 5 * WARM_UP:
            waits.append(env.now - began)
        yield env.timeout(rng.expovariate(1 / 8.0))
        state["held"] = False

    def source():
        while True:
            yield env.timeout(rng.expovariate(0.08))
            env.process(run())

    env.process(source())
    env.run(until=10 * HORIZON)
    return sum(waits) / len(waits), lost[0] / (lost[0] + len(waits))


def concurrency(seed):
    """One runs, one is pending, the newest replaces it; holds are lognormal, mean 1 and cv 1."""
    rng = random.Random(seed)
    env = simpy.Environment()
    state = {"held": False, "pending": None}
    sigma = 0.8325546111576977  # sqrt(ln 2)
    served, replaced, waits = [0], [0], []

    def hold(began):
        while True:
            waits.append(env.now - began)
            yield env.timeout(rng.lognormvariate(-sigma * sigma / 2, sigma))
            served[0] += 1
            if state["pending"] is None:
                state["held"] = False
                return
            began, state["pending"] = state["pending"], None

    def source():
        while True:
            yield env.timeout(rng.expovariate(0.8))
            if not state["held"]:
                state["held"] = True
                env.process(hold(env.now))
                continue
            if state["pending"] is not None:
                replaced[0] += 1
            state["pending"] = env.now

    env.process(source())
    env.run(until=HORIZON)
    return served[0] / HORIZON, replaced[0] / HORIZON, sum(waits) / len(waits)


def crossing(seed):
    """Two states, two runners taken before the lock; three runs in ten need both states at once.

    Runs wait in order of arrival; who wants what an earlier one waits for stays behind it.
    """
    rng = random.Random(seed)
    env = simpy.Environment()
    runners = simpy.Resource(env, 2)
    queue, held = [], set()
    done, sojourn = [0], []

    def serve():
        wanted = set()
        for entry in list(queue):
            states, event = entry
            if not (states & held) and not (states & wanted):
                queue.remove(entry)
                held.update(states)
                event.succeed()
            else:
                wanted.update(states)

    def actor():
        while True:
            yield env.timeout(rng.expovariate(1 / 4.0))
            began = env.now
            states = {0, 1} if rng.random() < 0.3 else {rng.randrange(2)}
            with runners.request() as runner:
                yield runner
                event = env.event()
                queue.append((states, event))
                serve()
                yield event
                yield env.timeout(rng.expovariate(1.0))
                held.difference_update(states)
                serve()
            if began > WARM_UP:
                done[0] += 1
                sojourn.append(env.now - began)

    for _ in range(6):
        env.process(actor())
    env.run(until=HORIZON)
    return done[0] / (HORIZON - WARM_UP), sum(sojourn) / len(sojourn)


MODELS = {"polling": polling, "concurrency": concurrency, "crossing": crossing}

if __name__ == "__main__":
    model = MODELS[sys.argv[1]]
    for replication in range(int(sys.argv[2])):
        print(*model(int(sys.argv[3]) + replication))
