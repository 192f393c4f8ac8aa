#include "simulator/analytic/law.h"

#include <cmath>

#include "simulator/partial_moment.h"

namespace tfsck::analytic {

Moments SumOf(const Moments& a, const Moments& b) {
  if (a.mean == 0) return b;  // not 0 times an infinite moment
  if (b.mean == 0) return a;
  return {a.mean + b.mean, a.second + 2 * a.mean * b.mean + b.second,
          a.third + 3 * a.second * b.mean + 3 * a.mean * b.second + b.third};
}

Moments Scaled(const Moments& moments, double factor) {
  return {moments.mean * factor, moments.second * factor * factor,
          moments.third * factor * factor * factor};
}

double LimitedMean(const Distribution& law, double x) {
  if (!(x > 0)) return 0;
  if (std::isinf(x)) return MomentsOf(law).mean;
  return PartialMoment(law, 1, x).below + x * PartialMoment(law, 0, x).above;
}

}  // namespace tfsck::analytic
