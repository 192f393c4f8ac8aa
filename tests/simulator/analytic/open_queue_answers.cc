// The families with an open stream of runs.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "simulator/analytic/bursty.h"
#include "simulator/analytic/retrial.h"
#include "simulator/analytic/servers.h"
#include "simulator/analytic/single_lock.h"
#include "simulator/analytic/wait_distribution.h"
#include "tests/simulator/analytic/reference_row.h"

namespace tfsck {
namespace {

using analytic::WorkLaw;

// "D", "E4", "H2_scv4", "LN_cv0.5", "LN_cv2", "0.4+Exp0.6": all of mean 1.
Distribution UnitLaw(const std::string& name) {
  if (name == "D") return Distribution::Deterministic(1);
  if (name == "E4") return Distribution::Erlang(1, 4);
  if (name == "H2_scv4") return Distribution::BalancedHyperexponential(1, 4);
  if (name.starts_with("LN_cv")) {
    return Distribution::LognormalByMean(1, std::strtod(name.c_str() + 5, nullptr));
  }
  EXPECT_EQ(name, "0.4+Exp0.6");
  return Distribution::Shifted(0.4, Distribution::Exponential(0.6));
}

Moments Exponential(double mean) { return MomentsOf(Distribution::Exponential(mean)); }

Answers Mm1(const ReferenceRow& row) {
  const double lambda = row.Number("lambda");
  const Moments hold = Exponential(1);
  Answers answers = {{"mean_wait", analytic::Mg1MeanWait(lambda, hold)},
                     {"var_wait", analytic::Mg1VarianceOfWait(lambda, hold)},
                     {"mean_number", lambda * (analytic::Mg1MeanWait(lambda, hold) + 1)},
                     {"P(wait>0)", analytic::ErlangC(1, lambda)},
                     {"asym_var_mean_wait(n*Var)", analytic::Mm1AsymptoticVariance(lambda, 1)}};
  if (row.Quantile()) {
    answers[row.quantity] = analytic::Mm1WaitQuantile(lambda, 1, *row.Quantile());
  }
  return answers;
}

Answers Mg1(const ReferenceRow& row) {
  const Distribution law = UnitLaw(row.Text("S"));
  const double rho = row.Number("rho");
  Answers answers = {{"mean_wait", analytic::Mg1MeanWait(rho, MomentsOf(law))},
                     {"var_wait", analytic::Mg1VarianceOfWait(rho, MomentsOf(law))}};
  if (row.Quantile()) {
    answers[row.quantity] = analytic::Mg1WaitQuantile(rho, WorkLaw(law), *row.Quantile());
  }
  return answers;
}

uint32_t Servers(const ReferenceRow& row) { return static_cast<uint32_t>(row.Number("c")); }

Answers Mmc(const ReferenceRow& row) {
  const double lambda = row.Number("lambda");
  Answers answers = {{"P(wait>0)", analytic::ErlangC(Servers(row), lambda)},
                     {"mean_wait", analytic::MmcMeanWait(Servers(row), lambda, 1)}};
  if (row.Quantile()) {
    answers[row.quantity] = analytic::MmcWaitQuantile(Servers(row), lambda, 1, *row.Quantile());
  }
  return answers;
}

Answers MmcK(const ReferenceRow& row) {
  const auto places = static_cast<uint64_t>(row.Number("K"));
  const auto answer = analytic::MmcLimited(Servers(row), places, row.Number("lambda"), 1);
  return {{"P(block)", answer.blocked}, {"mean_wait_accepted", answer.mean_wait_accepted}};
}

Answers PatienceAnswers(const analytic::PatienceAnswer& answer) {
  return {
      {"P(timeout)", answer.timed_out},        {"P(abandon)", answer.timed_out},
      {"P(wait>0)", answer.waiting},           {"mean_wait_served", answer.mean_wait_served},
      {"mean_wait_all", answer.mean_wait_all}, {"mean_wait_all(min(V,tau))", answer.mean_wait_all},
      {"utilisation", answer.utilisation}};
}

Answers Mm1D(const ReferenceRow& row) {
  return PatienceAnswers(analytic::MmcWithPatience(1, row.Number("lambda"), 1, row.Number("tau")));
}

Answers MmcD(const ReferenceRow& row) {
  return PatienceAnswers(
      analytic::MmcWithPatience(Servers(row), row.Number("lambda"), 1, row.Number("tau")));
}

Answers ErlangA(const ReferenceRow& row) {
  return PatienceAnswers(
      analytic::MmcWithExponentialPatience(1, row.Number("lambda"), 1, row.Number("theta")));
}

Answers Mg1D(const ReferenceRow& row) {
  return PatienceAnswers(analytic::Mg1WithPatience(
      row.Number("lambda"), WorkLaw(UnitLaw(row.Text("S"))), row.Number("tau")));
}

Answers Mm1Retrial(const ReferenceRow& row) {
  const double lambda = row.Number("lambda");
  const double theta = row.Number("theta");
  const double waiting = analytic::RetrialMeanWaiting(lambda, Exponential(1), theta);
  return {{"mean_orbit", waiting},
          {"mean_wait", waiting / lambda},
          {"P(idle,orbit=0)", analytic::Mm1RetrialEmpty(lambda, 1, theta)},
          {"var_orbit", analytic::Mm1RetrialVariance(lambda, 1, theta)}};
}

Answers Mm1ConstantRetrial(const ReferenceRow& row) {
  const auto answer = analytic::Mm1ConstantRetrial(row.Number("lambda"), 1, row.Number("theta"));
  return {{"mean_orbit", answer.mean_waiting}, {"P(idle,orbit=0)", answer.empty}};
}

Answers Mg1Retrial(const ReferenceRow& row) {
  const std::string law = row.Text("S") == "LN_cv2" ? "LN_cv2" : row.Text("S");
  return {{"mean_orbit", analytic::RetrialMeanWaiting(row.Number("rho"), MomentsOf(UnitLaw(law)),
                                                      row.Number("theta"))}};
}

Answers FixedRetry(const ReferenceRow& row) {
  const double rho = row.Number("lambda");
  return {{"mean_number_of_retries", analytic::FixedRetryMeanRetries(rho)},
          {"P(0 retries)", analytic::FixedRetryChance(rho, 0)}};
}

std::vector<analytic::PriorityClass> CobhamClasses(const ReferenceRow& row) {
  if (!row.Says("classes=")) {
    return {{row.Number("l1"), Exponential(1 / row.Number("mu1"))},
            {row.Number("l2"), Exponential(1 / row.Number("mu2"))}};
  }
  EXPECT_EQ(row.params, "classes=(.15,D1)(.1,LN3cv1)(.03,Exp6)");
  return {{.15, MomentsOf(Distribution::Deterministic(1))},
          {.1, MomentsOf(Distribution::LognormalByMean(3, 1))},
          {.03, Exponential(6)}};
}

Answers Cobham(const ReferenceRow& row) {
  const auto classes = CobhamClasses(row);
  const std::vector<double> waits = analytic::CobhamMeanWaits(classes);
  Answers answers = {{"sum rho_i*W_i (conservation law)", analytic::ConservedWait(classes)}};
  double sum = 0;
  for (size_t i = 0; i < waits.size(); ++i) {
    answers["mean_wait_class" + std::to_string(i + 1)] = waits[i];
    sum += classes[i].lambda * classes[i].hold.mean * waits[i];
  }
  EXPECT_NEAR(sum, analytic::ConservedWait(classes), 1e-12);
  return answers;
}

Answers StaleLock(const ReferenceRow& row) {
  const double lambda = row.Number("lambda");
  const double crash = row.Number("p_crash");
  const bool lognormal = row.Text("R").starts_with("LN");
  const Distribution unlock =
      lognormal ? Distribution::LognormalByMean(10, 1.5)
                : Distribution::Exponential(std::strtod(row.Text("R").c_str() + 4, nullptr));
  const Distribution hold =
      lognormal ? Distribution::Deterministic(1) : Distribution::Exponential(1);
  const Moments whole = analytic::HoldWithStaleLocks(MomentsOf(hold), crash, MomentsOf(unlock));
  return {{"mean_wait", analytic::Mg1MeanWait(lambda, whole)},
          {"P(lock stale)", lambda * crash * MomentsOf(unlock).mean}};
}

Answers Outage(const ReferenceRow& row) {
  return {{"mean_sojourn", analytic::MeanSojournWithOutages(
                               row.Number("lambda"), Exponential(1), row.Number("fail"),
                               Exponential(row.Number("repair_mean")))}};
}

Answers Vacations(const ReferenceRow& row) {
  const Moments vacation =
      row.Text("V") == "D2" ? MomentsOf(Distribution::Deterministic(2)) : Exponential(2);
  return {{"mean_wait",
           analytic::MeanWaitWithVacations(row.Number("lambda"), Exponential(1), vacation)}};
}

Answers Tandem(const ReferenceRow& row) {
  const std::array<double, 2> mu = {row.Number("mu1"), row.Number("mu2")};
  return {{"mean_sojourn", analytic::TandemMeanSojourn(row.Number("lambda"), mu)}};
}

Answers SplitStates(const ReferenceRow& row) {
  const double k = row.Number("k");
  const double lambda = row.Number("lambda_total") / k;
  const Moments hold = MomentsOf(Distribution::Shifted(.2 + .5 / k, Distribution::Exponential(.3)));
  return {{"mean_wait", analytic::Mg1MeanWait(lambda, hold)},
          {"utilisation_per_state", lambda * hold.mean}};
}

Answers SineService(const ReferenceRow& row) {
  const analytic::Sine rate = {10, 6, 24};
  const double t = row.Number("t");
  return {{"mean_in_service", row.family == "mt_m_inf"
                                  ? analytic::SineMeanExponential(rate, 1.5, t)
                                  : analytic::SineMeanDeterministic(rate, 1.5, t)}};
}

Answers SecondMoment(const ReferenceRow& row) {
  const double lambda = row.Number("lambda");
  const Moments hold = Exponential(1);
  const double value = row.family == "mm1_FIFO"   ? analytic::Mg1SecondMomentFifo(lambda, hold)
                       : row.family == "mm1_SIRO" ? analytic::Mg1SecondMomentSiro(lambda, hold)
                                                  : analytic::Mg1SecondMomentLifo(lambda, hold);
  return {{"E[W^2]", value}};
}

Answers Batches(const ReferenceRow& row) {
  const double rate = row.Number("batch_rate");
  const double mean = row.Says("Geom(mean 3.0)") ? 3 : 8;
  const double wait =
      analytic::BatchMeanWait(rate, mean, analytic::GeometricSecondMoment(mean), Exponential(1));
  return {{"mean_wait", wait}, {"mean_number", rate * mean * (wait + 1)}};
}

Answers Mmpp(const ReferenceRow& row) {
  const analytic::TwoPhases phases = row.Says("rates=(0.2,2.0)")
                                         ? analytic::TwoPhases{{0.2, 2.0}, {0.05, 0.2}}
                                         : analytic::TwoPhases{{0.3, 3.0}, {0.01, 0.1}};
  const double number = analytic::MmppMeanNumber(phases, 1);
  return {{"mean_number", number},
          {"mean_wait", number / analytic::MmppRate(phases) - 1},
          {"arrival_rate", analytic::MmppRate(phases)},
          {"IDC(inf) of arrivals", analytic::MmppDispersion(phases)}};
}

Answers Hawkes(const ReferenceRow& row) {
  const double branching = row.Number("branching");
  return {{"mean_rate", analytic::HawkesRate(row.Number("mu"), branching)},
          {"IDC(inf)", analytic::HawkesDispersion(branching)}};
}

Answers Superlinearity(const ReferenceRow& row) {
  using analytic::Elasticity;
  using analytic::Metric;
  const double rho = row.Number("rho");
  if (row.Says("elasticity in resources n")) {
    return {{"wait per run", Elasticity(Metric::kWaitPerRunByLength, rho)}};
  }
  return {{"wait per run", Elasticity(Metric::kWaitPerRun, rho)},
          {"total wait per day", Elasticity(Metric::kWaitPerDay, rho)},
          {"P(fail) with lock-timeout 0", Elasticity(Metric::kFailureChance, rho)},
          {"failures per day with lock-timeout 0", Elasticity(Metric::kFailuresPerDay, rho)}};
}

}  // namespace

const std::map<std::string, Answerer>& OpenQueueAnswerers() {
  static const std::map<std::string, Answerer> answerers = {
      {"mm1", Mm1},
      {"mg1", Mg1},
      {"mmc", Mmc},
      {"mmcK", MmcK},
      {"mm1+D", Mm1D},
      {"mmc+D", MmcD},
      {"mm1+M", ErlangA},
      {"mg1+D", Mg1D},
      {"mm1_retrial", Mm1Retrial},
      {"mm1_retrial_const", Mm1ConstantRetrial},
      {"mg1_retrial", Mg1Retrial},
      {"md1_const_retry_time", FixedRetry},
      {"cobham", Cobham},
      {"stale_lock_mm1", StaleLock},
      {"stale_lock_mg1", StaleLock},
      {"outage_mm1", Outage},
      {"vacations_mm1", Vacations},
      {"tandem_mm1", Tandem},
      {"split_k", SplitStates},
      {"mt_m_inf", SineService},
      {"mt_d_inf", SineService},
      {"mm1_FIFO", SecondMoment},
      {"mm1_SIRO", SecondMoment},
      {"mm1_LIFO", SecondMoment},
      {"mX_m_1", Batches},
      {"mmpp2_m_1", Mmpp},
      {"hawkes_exp", Hawkes},
      {"superlinearity", Superlinearity},
  };
  return answerers;
}

}  // namespace tfsck
