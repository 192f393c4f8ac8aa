#!/usr/bin/env python3
"""Writes corpus/scenarios/validation/: a scenario for each case of queueing-reference.csv that can
be run, and cases.csv, which says of every row of the reference how it is checked.

One unit of time of the reference is one second here (an hour where the rate follows the day).
Usage: validation.py [FOLDER]"""
import csv
import math
import os
import re
import sys

REPLICATIONS = 30

def num(value):
    """Plain digits, as the scenario's units want them."""
    text = "%.10f" % value
    return text.rstrip("0").rstrip(".")


def seconds(value):
    return num(value) + "s"


def per_second(value):
    return num(value) + "/s"


def exponential(mean):
    return "{exponential: %s}" % seconds(mean)


def lognormal(mean, cv):
    return "{lognormal: {mean: %s, cv: %s}}" % (seconds(mean), num(cv))


def unit_law(name):
    """D, E4, H2_scv4, LN_cv0.5, LN_cv2, 0.4+Exp0.6: all of mean 1."""
    if name == "D":
        return "1s"
    if name == "E4":
        return "{erlang: {mean: 1s, phases: 4}}"
    if name == "H2_scv4":
        return "{hyperexponential: {mean: 1s, scv: 4}}"
    if name.startswith("LN_cv"):
        return lognormal(1, float(name[5:]))
    assert name == "0.4+Exp0.6", name
    return "{shifted: {by: 0.4s, of: {exponential: 0.6s}}}"


class Case:
    """One scenario, and what is measured in it for the rows that share it."""

    def __init__(self, why, lock="fifo", workspaces="[{name: state}]", runners=None, faults=None, rate=1.0,
                 customers=3e6, warm_up=1000.0, horizon=None, metrics=None):
        self.why = why
        self.lock = lock
        self.workspaces = workspaces
        self.runners = runners
        self.faults = faults
        self.metrics = metrics
        self.operations = []
        self.pipelines = []
        self.rate = rate            # runs a second, of all
        self.customers = customers  # over all replications
        self.warm_up = warm_up
        self.horizon = horizon      # where it is not from `customers`
        self.measures = {}          # quantity: what estimates it
        self.answers = {}           # quantity: what of `tfsck analytic` is the same
        self.tolerances = {}        # quantity: relative half-width
        self.formulas = {}          # quantity: function of simulator/analytic
        self.left_out = {}          # quantity: why

    def hold(self, law, name="change", lock_class=None, runner=False, lock=True, commits=True, extra=""):
        step = ["step: other"]
        if lock:
            step.append("lock: exclusive")
        if runner:
            step.append("runner: true")
        step.append("time: %s" % law)
        if commits:
            step.append("commits: true")
        operation = "{name: %s, " % name
        if lock_class is not None:
            operation += "lock-class: %d, " % lock_class
        self.operations.append(operation + extra + "steps: [{%s}]}" % ", ".join(step))
        return self

    def runs(self, arrivals, name="runs", more=""):
        timeout = "" if "lock-timeout" in more else ", lock-timeout: forever"
        self.pipelines.append("{name: %s, arrivals: %s%s%s}" % (name, arrivals, timeout, more))
        return self

    def poisson(self, rate, name="runs", more=""):
        return self.runs("{poisson: %s}" % per_second(rate), name, more)

    def closed(self, actors, think, name="people", more=""):
        return self.runs("{closed: {actors: %d, think: %s}}" % (actors, think), name, more)

    def rows(self, table):
        """quantity: (measure, answer, formula[, tolerance])."""
        for quantity, row in table.items():
            self.measures[quantity] = row[0]
            self.answers[quantity] = row[1]
            self.formulas[quantity] = row[2]
            if len(row) > 3:
                self.tolerances[quantity] = row[3]
        return self

    def length(self):
        if self.horizon is not None:
            return self.horizon
        return math.ceil(self.warm_up + self.customers / REPLICATIONS / self.rate)

    def yaml(self, family, params):
        lines = ["# %s" % line for line in self.why.split("\n")]
        lines.append("# Rows %s, %s of queueing-reference.csv." % (family, params))
        lines += ["version: 1", "workspaces: %s" % self.workspaces, "operations:"]
        lines += ["  - %s" % each for each in self.operations]
        lines.append("pipelines:")
        lines += ["  - %s" % each for each in self.pipelines]
        lines.append("lock: %s" % self.lock)
        if self.runners:
            lines.append("runners: %s" % self.runners)
        if self.faults:
            lines.append("faults: %s" % self.faults)
        if self.metrics:
            lines.append("metrics: %s" % self.metrics)
        lines.append("analysis: {kind: steady-state, horizon: %s, warm-up: %s, replications: %d, confidence: 99.9%%}" %
                     (seconds(self.length()), seconds(self.warm_up), REPLICATIONS))
        return "\n".join(lines) + "\n"


def number(params, name):
    """The number after name= in `params`."""
    found = re.search(r"(?:^|;)%s=([-+0-9.eE]+)" % re.escape(name), params)
    assert found, (name, params)
    return float(found.group(1))


def text(params, name):
    return re.search(r"(?:^|;)%s=([^;]*)" % re.escape(name), params).group(1)


def warm_up(load, hold=1.0):
    return math.ceil(20 * hold / (1 - load) ** 2)


# ---- One lock, open ------------------------------------------------------------------------

# Facts measured at 10^7 runs, where more than 1 %.
MM1_TOLERANCES = {
    .8: {"mean_wait": .014, "var_wait": .028, "mean_number": .014, "wait_q0.9": .012, "wait_q0.95": .012, "wait_q0.99": .019},
    .9: {"mean_wait": .027, "var_wait": .06, "mean_number": .027, "wait_q0.5": .03, "wait_q0.9": .03, "wait_q0.95": .03,
         "wait_q0.99": .04},
    .95: {"mean_wait": .052, "var_wait": .14, "mean_number": .052, "wait_q0.5": .06, "wait_q0.9": .06, "wait_q0.95": .06,
          "wait_q0.99": .11},
    .7: {"var_wait": .02, "wait_q0.99": .014},
    .5: {"var_wait": .014, "wait_q0.99": .012},
}
WAIT_ROWS = {
    "mean_wait": ("lock_wait_mean", "mean wait", "Mg1MeanWait"),
    "var_wait": ("lock_wait_variance", "standard deviation of the wait^2", "Mg1VarianceOfWait"),
    "mean_number": ("under_way", "mean number waiting + utilisation", "Mg1MeanWait"),
    "P(wait>0)": ("lock_waiting_share", "P(wait > 0)", "ErlangC"),
    "wait_q0.5": ("lock_wait_p50", "wait p50", "Mm1WaitQuantile"),
    "wait_q0.9": ("lock_wait_p90", "", "Mm1WaitQuantile"),
    "wait_q0.95": ("lock_wait_p95", "wait p95", "Mm1WaitQuantile"),
    "wait_q0.99": ("lock_wait_p99", "wait p99", "Mm1WaitQuantile"),
}


def mm1(params):
    load = number(params, "lambda")
    case = Case("M/M/1, first come, first served: birth and death.", rate=load, warm_up=warm_up(load),
                customers={.5: 1e7, .7: 2e7, .8: 2.5e7, .9: 2e7, .95: 1.5e7}[load])
    case.hold(exponential(1)).poisson(load).rows(WAIT_ROWS)
    case.tolerances = MM1_TOLERANCES[load]
    case.left_out["asym_var_mean_wait(n*Var)"] = ("says how long to simulate (Mm1AsymptoticVariance, Whitt 1989), is no "
                                                  "quantity of a system: unit test of the formula")
    return case


# By law and load: mean, variance, p95, p99.
MG1_TOLERANCES = {
    ("D", .8): (.01, .023, .011, .016), ("E4", .8): (.013, .038, .016, .025), ("H2_scv4", .8): (.025, .069, .028, .044),
    ("LN_cv0.5", .8): (.013, .038, .016, .025), ("LN_cv1.0", .8): (.014, .049, .016, .028),
    ("LN_cv2.0", .8): (.05, .35, .06, .12), ("0.4+Exp0.6", .8): (.01, .024, .01, .016),
    ("D", .5): (.01, .013, .01, .012), ("E4", .5): (.01, .016, .01, .012), ("H2_scv4", .5): (.013, .035, .015, .025),
    ("LN_cv0.5", .5): (.01, .016, .01, .012), ("LN_cv1.0", .5): (.01, .03, .01, .016),
    ("LN_cv2.0", .5): (.025, .35, .03, .08), ("0.4+Exp0.6", .5): (.01, .016, .01, .012),
}


MG1_LONG = [("D", .5), ("D", .8), ("LN_cv2.0", .5), ("0.4+Exp0.6", .8)]


def mg1(params):
    law = text(params, "S")
    load = number(params, "rho")
    case = Case("M/G/1, first come, first served: Pollaczek and Khinchin; Takacs.", rate=load, warm_up=warm_up(load),
                customers=2e7 if (law, load) in MG1_LONG else 1e7)
    case.hold(unit_law(law)).poisson(load).rows(WAIT_ROWS)
    case.formulas.update({"wait_q0.95": "Mg1WaitQuantile", "wait_q0.99": "Mg1WaitQuantile"})
    case.tolerances = dict(zip(("mean_wait", "var_wait", "wait_q0.95", "wait_q0.99"), MG1_TOLERANCES[law, load]))
    return case


def second_moment(order, lock):
    def make(params):
        load = number(params, "lambda")
        case = Case("M/M/1 in the order %s: the mean wait is that of every order, its square is not (Kingman, Takacs)." %
                    order, lock=lock, rate=load, warm_up=warm_up(load), customers={.5: 1e7, .8: 2.4e7, .9: 2e7}[load])
        case.hold(exponential(1)).poisson(load)
        tolerance = {.5: .025, .8: .04, .9: .1}[load]
        return case.rows({"E[W^2]": ("lock_wait_second_moment", "standard deviation of the wait^2 + mean wait^2",
                                     "Mg1SecondMoment" + order.capitalize(), tolerance)})
    return make


def patience(params, hold, timeout, why, formula, tolerances, customers=9e6):
    load = number(params, "lambda")
    case = Case(why, rate=load, warm_up=200, customers=customers)
    case.hold(hold).poisson(load, more=", lock-timeout: %s" % timeout)
    case.rows({"P(timeout)": ("lock_timeout_share", "P(timeout)", formula),
               "P(abandon)": ("lock_timeout_share", "P(timeout)", formula),
               "mean_wait_served": ("lock_wait_mean", "mean wait", formula),
               "mean_wait_all(min(V,tau))": ("lock_wait_all_mean", "mean wait, failures included", formula),
               "utilisation": ("lock_utilisation", "utilisation", formula)})
    case.tolerances = tolerances
    return case


def mm1_d(params):
    rare = (number(params, "lambda"), number(params, "tau")) in ((.5, 5), (.8, 10))
    return patience(params, exponential(1), seconds(number(params, "tau")),
                    "M/M/1 with patience tau: Baccelli and Hebuterne.", "MmcWithPatience",
                    {"P(timeout)": .02} if rare else {})


def mm1_m(params):
    return patience(params, exponential(1), exponential(1 / number(params, "theta")),
                    "M/M/1 with exponential patience: Erlang A (Palm).", "MmcWithExponentialPatience", {})


def mg1_d(params):
    return patience(params, unit_law(text(params, "S")), seconds(number(params, "tau")),
                    "M/G/1 with patience tau: level crossing (Brill and Posner), a Volterra equation.", "Mg1WithPatience",
                    {"P(timeout)": .02} if params == "S=D;lambda=0.8;tau=5" else {}, 1.2e7)


REFUSING = "{discipline: fifo, wait: fail}"


def retrial(params, hold, load, theta, why, customers, tolerances):
    case = Case(why, lock=REFUSING, rate=load, warm_up=warm_up(load) + 20 / theta / (1 - load), customers=customers)
    case.hold(hold).poisson(load, more=", lock-timeout: 0s, after-failure: {retry-after: %s}" % exponential(1 / theta))
    case.rows({"mean_orbit": ("away", "mean number waiting", "RetrialMeanWaiting"),
               "mean_wait": ("delay_mean", "mean wait", "RetrialMeanWaiting"),
               "P(idle,orbit=0)": ("nothing_share", "", "Mm1RetrialEmpty"),
               "var_orbit": ("away_variance", "", "Mm1RetrialVariance")})
    case.tolerances = tolerances
    return case


def mm1_retrial(params):
    load, theta = number(params, "lambda"), number(params, "theta")
    high = load > .6
    case = retrial(params, exponential(1), load, theta, "M/M/1, refused, tried again after exponential pauses: Falin.",
                   (3.3e7 if theta == 1 else 2.4e7) if high else 1.15e8 if theta < .5 else 5e6,
                   {"mean_orbit": .013, "mean_wait": .013, "var_orbit": .028} if high else {"var_orbit": .02})
    if high and theta < .5:
        case.left_out["P(idle,orbit=0)"] = "next to nothing: 5 in 10 million, not seen in a simulation of this length"
    return case


def mg1_retrial(params):
    load, theta, law = number(params, "rho"), number(params, "theta"), text(params, "S")
    heavy = law == "LN_cv2"
    return retrial(params, unit_law("LN_cv2.0" if heavy else law), load, theta,
                   "M/G/1, refused, tried again after exponential pauses: Falin.", 1e7 if heavy else 6e6,
                   {"mean_orbit": (.06 if load > .6 else .025) if heavy else .013})


def fixed_retry(params):
    load = number(params, "lambda")
    case = Case("M/D/1, refused, tried again after exactly one hold: the number of retries is geometric.", lock=REFUSING,
                rate=load, warm_up=warm_up(load), customers={.8: 1e7, .9: 2e7}.get(load, 5e6))
    case.hold("1s").poisson(load, more=", lock-timeout: 0s, after-failure: {retry-after: 1s}")
    # A retry is a second later than the last, so the delay in seconds is the number of retries.
    case.rows({"mean_number_of_retries": ("delay_mean", "mean retries", "FixedRetryMeanRetries", .011),
               "P(0 retries)": ("undelayed_share", "", "FixedRetryChance")})
    return case


def cobham(params):
    case = Case("Classes that go before each other but do not interrupt: Cobham; the sum of load times wait is conserved\n"
                "(Kleinrock).", lock="priority", customers=1e7)
    if params.startswith("classes"):
        classes = [(.15, "1s", 1), (.1, lognormal(3, 1), 3), (.03, exponential(6), 6)]
    else:
        classes = [(number(params, "l%d" % i), exponential(1 / number(params, "mu%d" % i)), 1 / number(params, "mu%d" % i))
                   for i in (1, 2)]
    load = sum(rate * mean for rate, _, mean in classes)
    case.rate = sum(rate for rate, _, _ in classes)
    case.warm_up = warm_up(load, 5)
    terms = []
    for i, (rate, law, mean) in enumerate(classes):
        name = "class%d" % (i + 1)
        case.hold(law, name=name, lock_class=i)
        case.poisson(rate, name=name, more=", operations: %s" % name)
        wait = "lock_wait_mean@%s" % name
        case.rows({"mean_wait_class%d" % (i + 1): (wait, "mean wait@the lock of state, class %d" % i, "CobhamMeanWaits", .017)})
        terms.append((num(rate * mean), name, i))
    conserved = " + ".join("%s * lock_wait_mean@%s" % (weight, name) for weight, name, _ in terms)
    answer = " + ".join("%s * mean wait@the lock of state, class %d" % (weight, i) for weight, _, i in terms)
    return case.rows({"sum rho_i*W_i (conservation law)": (conserved, answer, "ConservedWait", .017)})


def stale_lock(params):
    rate, crash = number(params, "lambda"), number(params, "p_crash")
    unlock = text(params, "R")
    lognormal_unlock = unlock.startswith("LN")
    mean = 10 if lognormal_unlock else float(unlock[4:-1])
    load = rate * (1 + crash * mean)
    case = Case("Runs that die before they unlock, and somebody who forces the lock later: Pollaczek and Khinchin with the\n"
                "stale time as part of the hold.", rate=rate, warm_up=warm_up(load, 20), customers=1e7,
                faults="{crash-per-run: %s%%, crash-at-end: true, leaves-lock: 100%%, unlock-delay: %s}" % (
                    num(crash * 100), lognormal(10, 1.5) if lognormal_unlock else exponential(mean)))
    case.hold("1s" if lognormal_unlock else exponential(1)).poisson(rate)
    tolerance = .07 if lognormal_unlock else .037 if load > .7 else .019
    return case.rows({"mean_wait": ("lock_wait_mean", "mean wait", "HoldWithStaleLocks", tolerance),
                      "P(lock stale)": ("lock_held_stale", "P(lock stale)", "HoldWithStaleLocks", .015)})


def outage(params):
    rate, repair = number(params, "lambda"), number(params, "repair_mean")
    case = Case("A lock store that is down now and then; who holds the lock goes on afterwards: Avi-Itzhak and Naor.",
                rate=rate, warm_up=2000, customers=1e7,
                faults="{outage: {every: %s, for: %s, effect: pause}}" % (seconds(1 / number(params, "fail")),
                                                                          exponential(repair)))
    case.hold(exponential(1)).poisson(rate)
    return case.rows({"mean_sojourn": ("sojourn_mean", "mean time under way", "MeanSojournWithOutages",
                                       .03 if repair > 10 else .01)})


def vacations(params):
    rate = number(params, "lambda")
    vacation = "2s" if text(params, "V") == "D2" else exponential(2)
    case = Case("Whenever nobody wants the lock a bot takes it for a while, again and again (a drift detection that never\n"
                "stops): the M/G/1 queue with vacations (Fuhrmann and Cooper).", lock="priority", rate=rate, warm_up=200,
                customers=5e6)
    case.hold(exponential(1), lock_class=0).hold(vacation, name="drift", lock_class=1)
    case.poisson(rate, more=", operations: change").closed(1, "0s", name="bot", more=", operations: drift")
    return case.rows({"mean_wait": ("lock_wait_mean@runs", "", "MeanWaitWithVacations")})


def tandem(params):
    case = Case("Two locks one after the other: Burke, Jackson.", workspaces="[{name: first}, {name: second}]", rate=.5,
                warm_up=500, customers=8e6)
    case.operations.append("{name: change, steps: [{step: other, lock: exclusive, workspace: first, time: %s}, "
                           "{step: other, lock: exclusive, workspace: second, time: %s, commits: true}]}" %
                           (exponential(1), exponential(1.25)))
    case.poisson(.5, more=", workspaces: first")
    return case.rows({"mean_sojourn": ("sojourn_mean", "mean time under way", "TandemMeanSojourn", .01)})


def split(params):
    parts = int(number(params, "k"))
    case = Case("One state split into %d: each has its share of the runs, and less to refresh: Pollaczek and Khinchin." % parts,
                workspaces="[{name: state, count: %d}]" % parts, rate=.85, warm_up=warm_up(.85) if parts == 1 else 100,
                customers=1e7)
    law = "{shifted: {by: %s, of: {exponential: 0.3s}}}" % seconds(.2 + .5 / parts)
    case.hold(law).poisson(.85)
    return case.rows({"mean_wait": ("lock_wait_mean", "mean wait", "Mg1MeanWait", .015),
                      "utilisation_per_state": ("lock_utilisation", "utilisation", "Mg1MeanWait")})


def batches(params):
    rate = number(params, "batch_rate")
    mean = 3 if "mean 3.0" in params else 8
    load = rate * mean
    case = Case("Batches of a geometric number of runs at once: Burke (1975).", rate=load, warm_up=warm_up(load, mean),
                customers=1.8e7)
    case.hold(exponential(1)).poisson(rate, more=", batch: {mean: %d, geometric: true}" % mean)
    tolerance = .01 if mean == 3 else .03
    return case.rows({"mean_number": ("under_way", "mean number waiting + utilisation", "BatchMeanWait", tolerance),
                      "mean_wait": ("lock_wait_mean", "mean wait", "BatchMeanWait", tolerance)})


def mmpp(params):
    calm = params.startswith("rates=(0.2")
    rates, leave = ((.2, 2.0), (.05, .2)) if calm else ((.3, 3.0), (.01, .1))
    mean = (rates[0] * leave[1] + rates[1] * leave[0]) / sum(leave)
    case = Case("Arrivals of two phases: a quasi birth-and-death process (Neuts).", rate=mean, warm_up=5000, customers=1e7)
    case.hold(exponential(1)).runs("{mmpp: {rates: [%s, %s], leave: [%s, %s]}}" % (
        tuple(per_second(r) for r in rates) + tuple(per_second(r) for r in leave)))
    tolerance = .016 if calm else .035
    case.rows({"mean_number": ("under_way", "mean number waiting + utilisation", "MmppMeanNumber", tolerance),
               "mean_wait": ("lock_wait_mean", "mean wait", "MmppMeanNumber", tolerance),
               "arrival_rate": ("throughput", "throughput", "MmppRate")})
    case.left_out["IDC(inf) of arrivals"] = "a limit of the arrivals alone, MmppDispersion: unit tests of formula and arrivals"
    return case


def hawkes(params):
    branching = number(params, "branching")
    case = Case("Arrivals that bring others: Hawkes.", rate=1 / (1 - branching), warm_up=500, customers=5e6)
    case.hold("0s").runs("{hawkes: {base: 1/s, branching: %s, decay: 1/s}}" % num(branching))
    case.rows({"mean_rate": ("throughput", "", "HawkesRate")})
    case.left_out["IDC(inf)"] = "a limit of the arrivals alone, HawkesDispersion: unit tests of formula and arrivals"
    return case


def sine_service(params):
    """The reference's hour is an hour."""
    parts = 240
    step = 24 / parts
    omega = 2 * math.pi / 24

    def mean_rate(i):
        a, b = i * step, (i + 1) * step
        return 10 + 6 * (math.cos(omega * a) - math.cos(omega * b)) / (omega * step)
    hour = int(number(params, "t"))
    law = "1h30m" if "S=D" in params else "{exponential: 1h30m}"
    case = Case("Arrivals that follow the day (its sine in 240 parts), runs that do not wait for each other: Eick, Massey and\n"
                "Whitt. One of the reference's hours is an hour.", rate=10 / 3600, warm_up=7 * 86400, horizon=(64 * 7 + 7) * 86400,
                metrics="{histograms-by: [hour]}")
    case.hold(law, lock=False)
    case.runs("{calendar: {period: 1d, rates: [%s]}}" % ", ".join("%.6f/h" % mean_rate(i) for i in range(parts)))
    formula = "SineMeanDeterministic" if "S=D" in params else "SineMeanExponential"
    return case.rows({"mean_in_service": ("working_at_hour@%d" % hour, "", formula, .012)})


# ---- Runners -------------------------------------------------------------------------------

def pool(params, why, hold, rate, servers, more="", runners="", **rest):
    case = Case(why, rate=rate, runners="{count: %d%s}" % (servers, runners), **rest)
    case.hold(hold, lock=False, runner=True).poisson(rate, more=more)
    return case


MMC_TOLERANCES = {2: (.01, .016, .02), 5: (.01, .025, .02), 10: (.01, .025, .03), 20: (.018, .05, .05),
                  50: (.02, .12, .12)}


def mmc(params):
    servers, rate = int(number(params, "c")), number(params, "lambda")
    case = pool(params, "M/M/c, a pool of runners: Erlang C.", exponential(1), rate, servers,
                warm_up=warm_up(rate / servers), customers=1.5e7 if servers == 10 else 1e7)
    tolerance = MMC_TOLERANCES[servers]
    return case.rows({"P(wait>0)": ("runner_waiting_share", "P(wait > 0)", "ErlangC", tolerance[0]),
                      "mean_wait": ("runner_wait_mean", "mean wait", "MmcMeanWait", tolerance[1]),
                      "wait_q0.95": ("runner_wait_p95", "wait p95", "MmcWaitQuantile", tolerance[2])})


def mmck(params):
    servers, rate = int(number(params, "c")), number(params, "lambda")
    case = pool(params, "M/M/c/K, a pool that turns away when too many wait.", exponential(1), rate, servers,
                runners=", queue-limit: %d" % (number(params, "K") - servers), warm_up=300, customers=5e6 if servers == 1 else 8e6)
    return case.rows({"P(block)": ("runner_timeout_share", "P(refused)", "MmcLimited"),
                      "mean_wait_accepted": ("runner_wait_mean", "mean wait", "MmcLimited")})


def erlang_b(params):
    servers, load = int(number(params, "c")), number(params, "a")
    if servers == 1:
        case = Case("M/G/1/1, one attempt: Erlang B with one server, whatever the law of the hold (here lognormal, cv 2).",
                    lock=REFUSING, rate=load, warm_up=200, customers=4e6)
        case.hold(lognormal(1, 2)).poisson(load, more=", lock-timeout: 0s")
        return case.rows({"P(block)": ("lock_failed_share", "P(refused)", "ErlangB")})
    # Where many work at a time, long work is remembered for long: intervals are wide.
    law, words = (lognormal(1, 2), "lognormal, cv 2") if servers < 50 else ("{uniform: {from: 0s, to: 2s}}", "uniform")
    case = pool(params, "M/G/c/c, a pool without a queue: Erlang B, whatever the law of the work (here %s)." % words, law, load,
                servers, runners=", queue-limit: 0", warm_up=200, customers=6e6 if servers < 50 else 2.2e7)
    return case.rows({"P(block)": ("runner_timeout_share", "P(refused)", "ErlangB")})


def mmc_d(params):
    servers, rate = int(number(params, "c")), number(params, "lambda")
    case = pool(params, "M/M/c with patience tau at a pool of runners: Baccelli and Hebuterne.", exponential(1), rate,
                servers, more=", runner-timeout: %s" % seconds(number(params, "tau")), warm_up=200, customers=1.4e7)
    return case.rows({"P(timeout)": ("runner_timeout_share", "P(timeout)", "MmcWithPatience"),
                      "P(wait>0)": ("runner_waiting_share", "P(wait > 0)", "MmcWithPatience"),
                      "mean_wait_all": ("runner_wait_all_mean", "mean wait, failures included", "MmcWithPatience")})


# ---- Closed systems ------------------------------------------------------------------------

def repairman(params):
    if "N=" not in params:
        case = Case("")
        case.left_out["knee N*=(Z+S)/S"] = "a point computed from the means, SaturationPopulation: unit test of the formula"
        return case
    people = int(number(params, "N"))
    case = Case("%d people who think and then need the lock: machine repair (Palm)." % people, warm_up=1000, customers=5e6,
                rate=min(1, people / 11))
    case.hold(exponential(1)).closed(people, exponential(10))
    return case.rows({"throughput": ("throughput", "throughput", "MachineRepair"),
                      "mean_wait": ("lock_wait_mean", "mean wait", "MachineRepair"),
                      "utilisation": ("lock_utilisation", "utilisation", "MachineRepair")})


def repairman_c(params):
    people, servers = int(number(params, "N")), int(number(params, "c"))
    case = Case("%d people who think and then need one of %d runners: machine repair (Palm)." % (people, servers),
                runners="{count: %d}" % servers, warm_up=1000, customers=3e6, rate=people / 11)
    case.hold(exponential(1), lock=False, runner=True).closed(people, exponential(10))
    return case.rows({"throughput": ("throughput", "throughput", "MachineRepair")})


def closed_mva(params):
    people = int(number(params, "N"))
    case = Case("Three locks one after another, and people who come back: mean value analysis (Reiser and Lavenberg).",
                workspaces="[{name: first}, {name: second}, {name: third}]", warm_up=1000, customers=4e6,
                rate=min(1, people / 6.75))
    steps = ["{step: other, lock: exclusive, workspace: %s, time: %s}" % (name, exponential(mean))
             for name, mean in (("first", 1), ("second", .5), ("third", .25))]
    case.operations.append("{name: change, steps: [%s]}" % ", ".join(steps))
    case.closed(people, exponential(5), more=", workspaces: first")
    return case.rows({"throughput": ("throughput", "throughput", "MeanValueAnalysis"),
                      "response": ("sojourn_mean", "mean time under way", "MeanValueAnalysis"),
                      "queue_len_station1": ("first_step_number", "mean number under way@everything, lock of first",
                                             "MeanValueAnalysis")})


def hold_and_wait(order):
    def make(params):
        case = Case("Six pipelines on two states share a few runners, %s: a Markov chain." % (
            "and take up one while they wait for the lock" if order == "runner-then-lock"
            else "and ask for one when they have the lock"), workspaces="[{name: one}, {name: two}]",
            runners="{count: %d, order: %s}" % (number(params, "runners"), order), warm_up=500, customers=3e6)
        case.hold(exponential(1), runner=True)
        for name in ("one", "two"):
            case.closed(3, exponential(4), name=name, more=", workspaces: %s" % name)
        return case.rows({"throughput": ("throughput", "throughput", "SolveClosedLocks"),
                          "runners_occupied": ("runners_working + runners_idle", "runners occupied", "SolveClosedLocks"),
                          "runners_doing_work": ("runners_working", "runners working", "SolveClosedLocks")})
    return make


def rw_lock(params):
    rule = params.rsplit(";", 1)[1]
    lock = {"fifo": "rw-fifo", "reader-pref": "rw-reader-pref", "plan lock-free": "plan-lock-free", "exclusive": "fifo"}[rule]
    case = Case("Four people, seven tenths plans: readers and writers, a Markov chain.", lock=lock, warm_up=500,
                customers=5e6)
    case.hold(exponential(1), name="plan", commits=False, extra="plans-only: true, ").hold(exponential(1), name="apply")
    case.closed(4, exponential(2), more=", operations: {plan: 7, apply: 3}")
    return case.rows({"throughput": ("throughput", "throughput", "SolveClosedLocks"),
                      # Plans that take no lock count as waits of nothing.
                      "mean_wait": ("delay_mean", "mean wait", "SolveClosedLocks")})


# ---- Locks on resources --------------------------------------------------------------------

FOOTPRINTS = [("a", [0]), ("b", [0, 1]), ("c", [1, 2]), ("d", [3])]


def four_engineers(case, lock, more=""):
    case.lock = lock
    case.workspaces = "[{name: state, resources: 4, graph: edgeless}]"
    for name, writes in FOOTPRINTS:
        case.hold(exponential(1), name=name, extra="writes: %s, " % writes)
        case.closed(1, exponential(2), name=name, more=", operations: %s%s" % (name, more))
    return case


def resource_lock_queue(params):
    if "one global lock" in params:
        case = Case("Four engineers and one lock: machine repair.", customers=3e6, warm_up=500)
        case.hold(exponential(1)).closed(4, exponential(2))
    else:
        lock = {"all": "resource-conservative", "con": "resource-reserve", "sin": "resource-strict"}[params.rsplit(";", 1)[1][:3]]
        case = Case("Four engineers who change A, AB, BC and D: a Markov chain.", customers=5e6, warm_up=500)
        four_engineers(case, lock)
        for i, (name, _) in enumerate(FOOTPRINTS):
            case.rows({"mean_wait eng%d" % i: ("lock_wait_mean@%s" % name, "mean wait@everything, source %s" % name,
                                               "SolveClosedLocks")})
    return case.rows({"throughput": ("throughput", "throughput", "SolveClosedLocks"),
                      "mean_wait overall": ("lock_wait_mean", "mean wait", "SolveClosedLocks")})


REDO = ", after-failure: {retry-after: 0s%s}"
REDRAWN = REDO % ", redraw: true"


def optimistic(params):
    case = Case("Four engineers who change A, AB, BC and D and find out at commit; work is drawn anew: a Markov chain.",
                customers=4e6, warm_up=500)
    four_engineers(case, "resource-optimistic", REDRAWN)
    case.rows({"throughput(commits)": ("throughput", "throughput", "SolveClosedLocks"),
               "abort_ratio=aborts/attempts": ("conflict_share", "aborts per attempt", "SolveClosedLocks"),
               "wasted_work_fraction": ("", "aborts per attempt", "SolveClosedLocks")})
    case.left_out["wasted_work_fraction"] = ("the reference counts what is done after it became stale; the simulator counts "
                                             "the whole attempt as wasted; the ratio of aborts is compared")
    return case


def all_conflicting(why, people, hold, more):
    case = Case(why, lock="state-optimistic", customers=3e6, warm_up=500)
    case.hold(hold).closed(people, exponential(2), more=more)
    return case.rows({"throughput(commits)": ("throughput", "throughput", "SolveClosedLocks"),
                      "abort_ratio": ("conflict_share", "aborts per attempt", "SolveClosedLocks")})


def optimistic_global(params):
    return all_conflicting("People who all conflict and find out at commit; work is drawn anew: a Markov chain.",
                           int(re.match(r"N=(\d+)", params).group(1)), exponential(1), REDRAWN)


def optimistic_simulated(params):
    law = params.split(";")[0].split(" ", 1)[1]
    hold, more = {"exp keep": (exponential(1), REDO % ""), "det": ("1s", REDO % ""),
                  "LN.5 redraw": (lognormal(1, .5), REDRAWN)}[law]
    case = all_conflicting("People who all conflict and find out at commit, with other work: no formula, a record of another\n"
                           "program.", int(re.match(r"N=(\d+)", params).group(1)), hold, more)
    case.answers = {}
    case.formulas = {}
    if law == "exp keep":
        # Long work that is kept is done in vain again and again, so that the long run is long in coming.
        case.warm_up = 20000
    return case


CONFLICTS = {
    "path4": [(0, 1), (1, 2), (2, 3)],
    "cycle5": [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)],
    "star5": [(0, 1), (0, 2), (0, 3), (0, 4)],
    "K4(global lock)": [(i, j) for i in range(4) for j in range(i)],
    "empty4(disjoint)": [],
}
TF8 = {1: [0], 2: [0], 3: [0], 4: [1, 3], 5: [2, 3, 4], 6: [5]}  # who depends on whom


def cone(root):
    found = {root}
    while True:
        more = found | {v for v, on in TF8.items() if found & set(on)}
        if more == found:
            return sorted(found)
        found = more


def hardcore(params):
    shape = params.split(";")[0]
    n, load = int(number(params, "n")), number(params, "rho_i")
    law = "1s" if load < 1 else lognormal(1, 2)
    case = Case("A conflict is refused: the hard-core loss network, whatever the law of the work (here %s)." %
                ("always the same" if load < 1 else "lognormal, cv 2"), lock="resource-409", rate=n * load, warm_up=200,
                customers=4e6)
    loss = ("lock_refused_share", "P(refused)", "ConflictGraphLoss")
    case.rows({"P(block) overall": loss, "mean_concurrency": ("working", "mean number under way", "ConflictGraphLoss")})
    if shape.startswith("tf8_self"):
        edges = ", ".join("[%d, %d]" % (v, on) for v in sorted(TF8) for on in TF8[v])
        case.workspaces = "[{name: state, resources: 8, graph: {edges: [%s]}}]" % edges
        case.lock = "{discipline: resource-409, footprint: read-direct}"
        case.hold(law).poisson(n * load)
        return case
    if shape.startswith("tf8_cone"):
        writes = [cone(v) for v in range(8)]
        resources = 8
    else:
        # Two that conflict write one resource in common; each has one of its own.
        edges = CONFLICTS[shape]
        writes = [[v] + [n + i for i, edge in enumerate(edges) if v in edge] for v in range(n)]
        resources = n + len(edges)
    case.workspaces = "[{name: state, resources: %d, graph: edgeless}]" % resources
    for v in range(n):
        case.hold(law, name="class%d" % v, extra="writes: %s, " % writes[v])
        case.rows({"P(block) class%d" % v: ("lock_failed_share@class%d" % v, "", "ConflictGraphLoss")})
    return case.poisson(n * load, more=", operations: [%s]" % ", ".join("class%d" % v for v in range(n)))


def mitra(params):
    resources, j, load = int(number(params, "N")), int(number(params, "j")), number(params, "rho")
    case = Case("Each run writes j of N resources, equally likely; a conflict is refused: Mitra and Weinberger.",
                lock="resource-409", workspaces="[{name: state, resources: %d, graph: edgeless}]" % resources, rate=load,
                warm_up=100, customers=4e6 if j < 10 else 1.5e6)
    case.hold(exponential(1), extra="uniform-writes: %d, " % j).poisson(load)
    return case.rows({"P(block)": ("lock_refused_share", "P(refused)", "UniformLockLoss"),
                      "mean_concurrency": ("working", "mean number under way", "UniformLockLoss")})


def stale_plan(params):
    others, approval = (.1, 1.0) if "Poisson(0.1)" in params else (1.0, 2.0)
    case = Case("Plans that wait for approval while others commit. What was approved is only looked at, so that it makes\n"
                "nobody else's plan stale: an exponential race.", rate=2 * others, warm_up=100, customers=4e6)
    case.hold("0s", name="commit")
    case.operations.append("{name: deploy, steps: [{step: plan, lock: exclusive, makes-plan: true, time: 0s}, {step: review, "
                           "time: %s}, {step: apply, lock: exclusive, checks-plan: true, time: 0s}]}" % exponential(approval))
    case.poisson(others, name="others", more=", operations: commit")
    case.poisson(others, name="planner", more=", operations: deploy")
    return case.rows({"P(stale)": ("dropped_share@planner", "P(plan stale)@everything, operation deploy of planner",
                                   "StalePlanChance")})


# ---- Polling -------------------------------------------------------------------------------

def poll_single(params):
    mean = float(re.search(r"Exp\(([\d.]+)s\)", params).group(1))
    timeout = re.search(r"lock-timeout=([a-z\d.]+)s;", params).group(1)
    apart = 6e5 if mean > 100 else 1e6
    case = Case("Two runs come at once: the first gets the lock, the second polls it. Pairs are so rare that they do not meet.\n"
                "The exact value is a sum over the times of the attempts.", lock="terraform", rate=1 / apart, warm_up=1,
                customers=1)
    case.horizon = 2.9e10 if mean > 100 else 9.9e9
    case.hold(exponential(mean)).poisson(1 / apart, more=", batch: 2, lock-timeout: %s" % (
        "forever" if timeout == "inf" else timeout + "s"))
    case.rows({"P(success)": ("1 + -2 * lock_failed_share", "", "PollAlone"),
               "mean_wait_successful": ("positive_wait_mean", "", "PollAlone"),
               # As precise as the wait that it is a part of.
               "polling_overhead": ("positive_wait_mean + -%s" % num(mean), "", "PollAlone", {5: .03, 30: .06, 120: .18}[mean])})
    return case


RARE_TIMEOUTS = [(.3, "300"), (.3, "1200"), (.5, "1200")]


def poll_simulated(params):
    load = float(re.search(r"rho=([\d.]+)", params).group(1))
    timeout = re.search(r"T=(\w+)", params).group(1)
    case = Case("Terraform's polling under load: no formula, a record of another program.", lock="terraform",
                rate=load / 120, warm_up=120 * warm_up(load), customers=1.2e7 if (load, timeout) in RARE_TIMEOUTS else
                4e6 if timeout != "inf" or load < .6 else 8e6)
    case.hold(lognormal(120, 1)).poisson(load / 120, more=", lock-timeout: %s" % (
        "forever" if timeout == "inf" else timeout + "s"))
    return case.rows({"P(timeout)": ("lock_failed_share", "", ""), "mean_wait_served_s": ("lock_wait_mean", "", ""),
                      "p95_wait_served_s": ("lock_wait_p95", "", ""), "mean_wait_all_s": ("lock_wait_all_mean", "", ""),
                      "utilisation": ("lock_utilisation", "", "")})


FAMILIES = {
    "mm1": mm1, "mg1": mg1, "mmc": mmc, "mmcK": mmck, "erlangB": erlang_b, "mm1+D": mm1_d, "mmc+D": mmc_d, "mm1+M": mm1_m,
    "mg1+D": mg1_d, "mm1_retrial": mm1_retrial, "mg1_retrial": mg1_retrial, "md1_const_retry_time": fixed_retry,
    "cobham": cobham, "stale_lock_mm1": stale_lock, "stale_lock_mg1": stale_lock, "outage_mm1": outage,
    "vacations_mm1": vacations, "tandem_mm1": tandem, "split_k": split, "mt_m_inf": sine_service, "mt_d_inf": sine_service,
    "mm1_SIRO": second_moment("siro", "siro"), "mm1_LIFO": second_moment("lifo", "lifo"),
    "mm1_FIFO": second_moment("fifo", "fifo"), "mX_m_1": batches, "mmpp2_m_1": mmpp, "hawkes_exp": hawkes,
    "repairman": repairman, "repairman_c": repairman_c, "closed_mva": closed_mva, "hardcore_loss": hardcore,
    "mitra_weinberger": mitra, "resource_lock_queue": resource_lock_queue, "optimistic": optimistic,
    "optimistic_global": optimistic_global, "optimistic_global_SIMULATED": optimistic_simulated,
    "saved_plan_stale": stale_plan, "rw_lock": rw_lock, "hold_and_wait": hold_and_wait("runner-then-lock"),
    "lock_first": hold_and_wait("lock-then-runner"), "tf_poll_single": poll_single,
    "tf_poll_mln1_SIMULATED": poll_simulated,
}
NOT_RUN = {
    "mm1_retrial_const": ("nobody retries at a rate that is shared by all who wait: no discipline of Terraform does; unit "
                          "test of the formula", "Mm1ConstantRetrial"),
    "footprint": ("a property of a graph, computed exactly: unit tests of footprints", "ConflictChances"),
    "footprint_uniform": ("a chance, computed exactly: unit test of the formula", "UniformConflict"),
    "superlinearity": ("a derivative of a formula: unit test", "Elasticity"),
    "tf_poll_schedule": ("a table of times: unit tests of the schedule", "PollTimes"),
}


# Of quantities that no scenario estimates.
LEFT_OUT_FORMULAS = {
    "asym_var_mean_wait(n*Var)": "Mm1AsymptoticVariance", "IDC(inf) of arrivals": "MmppDispersion",
    "IDC(inf)": "HawkesDispersion", "knee N*=(Z+S)/S": "SaturationPopulation",
}


def file_name(family, params):
    short = re.sub(r";t=.*", "", params)  # one scenario for all hours of the day
    for old, new in (("one lock", ""), ("any service law", ""), ("engineers all conflicting", ""), ("non-preemptive", ""),
                     ("single contender, lock held at t=0", ""), ("engineers=4;footprints=A,AB,BC,D", ""),
                     ("saved-plan/serial check, redo on stale", ""), ("validate at commit, immediate redo", ""),
                     ("runner held while waiting for lock", ""), ("lock first then runner", ""),
                     ("all-or-nothing, skip-over (no reservation)", "skip-over"),
                     ("conservative ordered: earlier waiters reserve their resources", "reserve"),
                     ("single FIFO queue, head blocks all", "strict"), ("classes=(.15,D1)(.1,LN3cv1)(.03,Exp6)", "classes3"),
                     ("lambda(t)=10+6sin(2pi t/24)", ""), ("write cones intersect", ""), ("E[S]=1", ""), ("mu=1", "")):
        short = short.replace(old, new)
    short = re.sub(r"[^A-Za-z0-9.]+", "-", short.replace("+", "plus")).strip("-.")
    name = "%s-%s" % (family.replace("+", "plus"), short) if short else family
    return re.sub(r"-+", "-", name).strip("-").replace("_", "-").lower()


def tolerance_of(case, family, quantity, value):
    if family.endswith("_SIMULATED"):
        return .02
    return case.tolerances.get(quantity, .01)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    source = os.path.join(here, "..", "scenarios", "validation", "queueing-reference.csv")
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(source)
    for old in os.listdir(folder):
        if old.endswith(".yaml"):
            os.remove(os.path.join(folder, old))
    with open(source, newline="", encoding="utf-8") as file:
        reference = list(csv.DictReader(file))
    cases = {}
    rows = []
    for row in reference:
        family, params, quantity = row["case"], row["params"], row["quantity"]
        if family in NOT_RUN:
            reason, formula = NOT_RUN[family]
            rows.append([family, params, quantity, "", "", "", formula, "", reason])
            continue
        key = (family, params)
        if key not in cases:
            cases[key] = FAMILIES[family](params)
            cases[key].name = file_name(family, params)
        case = cases[key]
        formula = case.formulas.get(quantity) or LEFT_OUT_FORMULAS.get(quantity, "")
        answer = case.answers.get(quantity, "")
        if quantity in case.left_out:
            rows.append([family, params, quantity, case.name if case.pipelines else "", "", answer, formula, "",
                         case.left_out[quantity]])
            continue
        assert quantity in case.measures, (family, params, quantity)
        rows.append([family, params, quantity, case.name, case.measures[quantity], answer, formula,
                     num(tolerance_of(case, family, quantity, float(row["value"]))), ""])
    runnable = {key: case for key, case in cases.items() if case.pipelines}
    written = {}
    for (family, params), case in runnable.items():
        yaml = case.yaml(family, re.sub(r";t=.*", "", params))
        assert written.setdefault(case.name, yaml) == yaml, case.name
        with open(os.path.join(folder, case.name + ".yaml"), "w", encoding="utf-8") as file:
            file.write(yaml)
    with open(os.path.join(folder, "cases.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "params", "quantity", "file", "measure", "analytic", "formula", "half-width", "not run because"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
