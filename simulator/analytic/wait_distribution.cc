#include "simulator/analytic/wait_distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "simulator/analytic/single_lock.h"

namespace tfsck::analytic {
namespace {

constexpr int kFirstPoints = 1 << 9;
constexpr int kMostPoints = 1 << 14;
constexpr double kAgreed = 1e-7;

// sum of a[i] * b[n - 1 - i], in four running sums: the order is fixed, so the answer is too.
double BackwardProduct(const double* a, const double* b, int n) {
  double sums[4] = {0, 0, 0, 0};
  int i = 0;
  for (; i + 4 <= n; i += 4) {
    for (int k = 0; k < 4; ++k) sums[k] += a[i + k] * b[n - 1 - i - k];
  }
  for (; i < n; ++i) sums[0] += a[i] * b[n - 1 - i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// F(i * step) / P0 for i = 0 .. count.
std::vector<double> SolveVolterra(double lambda, const WorkLaw& hold, double step, int count) {
  const std::vector<double> limited = LimitedMeans(hold, step, count);
  const auto size = static_cast<size_t>(count) + 1;
  std::vector<double> slope(size);    // growth of the limited mean over each cell
  std::vector<double> solved(size);   // F
  std::vector<double> between(size);  // [i]: F halfway between i and i + 1
  for (size_t i = 0; i + 1 < size; ++i) slope[i] = lambda * (limited[i + 1] - limited[i]);
  solved[0] = 1;
  for (size_t i = 1; i < size; ++i) {
    const int known = static_cast<int>(i) - 1;
    const double sum = BackwardProduct(between.data(), slope.data() + 1, known);
    solved[i] = (1 + sum + solved[i - 1] * slope[0] / 2) / (1 - slope[0] / 2);
    between[i - 1] = (solved[i] + solved[i - 1]) / 2;
  }
  return solved;
}

// Where the polynomial through four lattice points reaches `level`; `solved` ascends.
double LatticeInverse(const std::vector<double>& solved, double level) {
  const auto above = std::upper_bound(solved.begin(), solved.end(), level) - solved.begin();
  const auto first =
      std::clamp<std::ptrdiff_t>(above - 2, 0, static_cast<std::ptrdiff_t>(solved.size()) - 4);
  double place = 0;
  for (std::ptrdiff_t i = first; i < first + 4; ++i) {
    double weight = 1;
    for (std::ptrdiff_t j = first; j < first + 4; ++j) {
      const auto a = static_cast<size_t>(i);
      const auto b = static_cast<size_t>(j);
      if (i != j) weight *= (level - solved[b]) / (solved[a] - solved[b]);
    }
    place += weight * static_cast<double>(i);
  }
  return place;
}

// Lattices are doubled until the answer of `solve(points)` no longer changes.
template <typename Solve>
double Refined(Solve solve) {
  double before = solve(kFirstPoints);
  double extrapolated = before;
  for (int points = 2 * kFirstPoints; points <= kMostPoints; points *= 2) {
    const double now = solve(points);
    const double better = now + (now - before) / 3;  // the error is of second order
    const double change = std::abs(better - extrapolated);
    extrapolated = better;
    before = now;
    if (change <= kAgreed * std::abs(better)) break;
  }
  return extrapolated;
}

// A horizon within which the wait lies with more than chance p.
double HorizonFor(double lambda, const WorkLaw& hold, double p) {
  const Moments moments = MomentsOf(hold);
  const double rho = lambda * moments.mean;
  const double level = p / (1 - rho);
  double horizon = Mg1MeanWait(lambda, moments);
  if (std::isinf(horizon)) horizon = moments.mean / (1 - rho);  // E[S^2] need not exist
  for (int tries = 0; tries < 200; ++tries) {
    const std::vector<double> solved = SolveVolterra(lambda, hold, horizon / 256, 256);
    const auto above = std::upper_bound(solved.begin(), solved.end(), level) - solved.begin();
    if (above < 240) return horizon * static_cast<double>(above + 8) / 256;
    horizon *= 1.5;
  }
  return horizon;
}

// What Mg1WithPatience needs of one lattice over [0, tau].
struct PatienceSums {
  double at_tau = 0;    // F(tau) / P0
  double integral = 0;  // of F / P0 over [0, tau]
};

PatienceSums SumsOver(double lambda, const WorkLaw& hold, double tau, int points) {
  const double step = tau / points;
  const std::vector<double> solved = SolveVolterra(lambda, hold, step, points);
  double sum = (solved.front() + solved.back()) / 2;
  for (size_t i = 1; i + 1 < solved.size(); ++i) sum += solved[i];
  return {solved.back(), sum * step};
}

}  // namespace

double Mg1WaitCdf(double lambda, const WorkLaw& hold, double x) {
  const double idle = 1 - lambda * MomentsOf(hold).mean;
  if (idle <= 0) return 0;
  if (x <= 0) return x < 0 ? 0 : idle;
  return idle * Refined([&](int points) {
           return SolveVolterra(lambda, hold, x / points, points).back();
         });
}

double Mg1WaitQuantile(double lambda, const WorkLaw& hold, double p) {
  const double idle = 1 - lambda * MomentsOf(hold).mean;
  if (idle <= 0) return std::numeric_limits<double>::infinity();
  if (p <= idle) return 0;
  const double horizon = HorizonFor(lambda, hold, p);
  return Refined([&](int points) {
    const double step = horizon / points;
    return step * LatticeInverse(SolveVolterra(lambda, hold, step, points), p / idle);
  });
}

PatienceAnswer Mg1WithPatience(double lambda, const WorkLaw& hold, double tau) {
  const double rho = lambda * MomentsOf(hold).mean;
  const double at_tau =
      Refined([&](int points) { return SumsOver(lambda, hold, tau, points).at_tau; });
  const double integral =
      Refined([&](int points) { return SumsOver(lambda, hold, tau, points).integral; });
  const double idle = 1 / (1 + rho * at_tau);  // the utilisation law: rho F(tau) = 1 - P0
  const double served = idle * at_tau;
  const double waited = tau * served - idle * integral;  // E[V; V <= tau]
  PatienceAnswer answer;
  answer.timed_out = 1 - served;
  answer.waiting = 1 - idle;
  answer.mean_wait_served = waited / served;
  answer.mean_wait_all = waited + tau * answer.timed_out;
  answer.utilisation = rho * served;
  return answer;
}

}  // namespace tfsck::analytic
