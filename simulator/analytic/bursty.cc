#include "simulator/analytic/bursty.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace tfsck::analytic {
namespace {

using Matrix = std::array<std::array<double, 2>, 2>;

Matrix Product(const Matrix& a, const Matrix& b) {
  Matrix c = {};
  for (size_t i = 0; i < 2; ++i) {
    for (size_t j = 0; j < 2; ++j) c[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j];
  }
  return c;
}

Matrix Inverse(const Matrix& m) {
  const double det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
  return {{{m[1][1] / det, -m[0][1] / det}, {-m[1][0] / det, m[0][0] / det}}};
}

// Neuts' R, the smallest solution of A0 + R A1 + R^2 A2 = 0, through G, which converges from below.
Matrix RateMatrix(const TwoPhases& p, double mu) {
  const auto& r = p.rates;
  Matrix first_passage = {};
  Matrix inverse = {};
  for (int i = 0; i < 200'000; ++i) {
    Matrix local = {{{r[0] + mu + p.leave[0], -p.leave[0]}, {-p.leave[1], r[1] + mu + p.leave[1]}}};
    for (size_t row = 0; row < 2; ++row) {
      for (size_t col = 0; col < 2; ++col) local[row][col] -= r[row] * first_passage[row][col];
    }
    inverse = Inverse(local);
    double change = 0;
    for (size_t row = 0; row < 2; ++row) {
      for (size_t col = 0; col < 2; ++col) {
        change += std::abs(mu * inverse[row][col] - first_passage[row][col]);
        first_passage[row][col] = mu * inverse[row][col];
      }
    }
    if (change < 1e-16) break;
  }
  return Product({{{r[0], 0}, {0, r[1]}}}, inverse);
}

// The row vector v times the matrix.
std::array<double, 2> Times(const std::array<double, 2>& v, const Matrix& m) {
  return {v[0] * m[0][0] + v[1] * m[1][0], v[0] * m[0][1] + v[1] * m[1][1]};
}

}  // namespace

double MmppRate(const TwoPhases& p) {
  return (p.rates[0] * p.leave[1] + p.rates[1] * p.leave[0]) / (p.leave[0] + p.leave[1]);
}

double MmppDispersion(const TwoPhases& p) {
  const double gap = p.rates[0] - p.rates[1];
  const double leave = p.leave[0] + p.leave[1];
  return 1 + 2 * gap * gap * p.leave[0] * p.leave[1] /
                 (leave * leave * (p.rates[0] * p.leave[1] + p.rates[1] * p.leave[0]));
}

double MmppMeanNumber(const TwoPhases& p, double mu) {
  if (MmppRate(p) >= mu) return std::numeric_limits<double>::infinity();
  const Matrix r = RateMatrix(p, mu);
  // pi_0 solves pi_0 (B + mu R) = 0 with the generator B of the empty lock.
  const double out = p.rates[0] + p.leave[0] - mu * r[0][0];
  const double in = p.leave[1] + mu * r[1][0];
  std::array<double, 2> empty = {in, out};
  const Matrix sum = Inverse({{{1 - r[0][0], -r[0][1]}, {-r[1][0], 1 - r[1][1]}}});
  const std::array<double, 2> all = Times(empty, sum);
  const std::array<double, 2> number = Times(Times(Times(empty, r), sum), sum);
  return (number[0] + number[1]) / (all[0] + all[1]);
}

double HawkesRate(double base, double branching) {
  return branching < 1 ? base / (1 - branching) : std::numeric_limits<double>::infinity();
}

double HawkesDispersion(double branching) {
  return branching < 1 ? 1 / ((1 - branching) * (1 - branching))
                       : std::numeric_limits<double>::infinity();
}

double SineMeanExponential(const Sine& rate, double mean_service, double t) {
  const double omega = 2 * std::numbers::pi / rate.period;
  const double turn = omega * mean_service;
  return mean_service *
         (rate.mean +
          rate.amplitude * (std::sin(omega * t) - turn * std::cos(omega * t)) / (1 + turn * turn));
}

double SineMeanDeterministic(const Sine& rate, double service, double t) {
  const double omega = 2 * std::numbers::pi / rate.period;
  return rate.mean * service +
         rate.amplitude / omega * (std::cos(omega * (t - service)) - std::cos(omega * t));
}

double CalendarMean(std::span<const double> rates, double period, const WorkLaw& service,
                    double t) {
  const double mean = MomentsOf(service).mean;
  const double part = period / static_cast<double>(rates.size());
  const double phase = t - std::floor(t / period) * period;
  const auto limited = [&service](double x) { return x > 0 ? LimitedMeans(service, x, 1)[1] : 0; };
  auto slot = static_cast<size_t>(phase / part) % rates.size();
  double age = phase - static_cast<double>(slot) * part;  // back to the start of that part
  double before = 0;
  double sum = 0;
  for (size_t parts = 0; parts < 100'000 * rates.size(); ++parts) {
    const double now = limited(age);
    sum += rates[slot] * (now - before);
    before = now;
    if (mean - now <= 1e-12 * mean) break;
    age += part;
    slot = (slot + rates.size() - 1) % rates.size();
  }
  return sum;
}

}  // namespace tfsck::analytic
