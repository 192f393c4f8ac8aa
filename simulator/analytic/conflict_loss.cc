#include "simulator/analytic/conflict_loss.h"

#include <algorithm>

#include "simulator/analytic/state_sums.h"

namespace tfsck::analytic {
namespace {

// Walks over all independent sets, depth first with its own stack.
class IndependentSets {
 public:
  IndependentSets(std::span<const double> loads, std::span<const uint32_t> conflicts)
      : loads_(loads), conflicts_(conflicts), blocked_weight_(loads.size(), 0.0) {
    stack_.push_back({0, 0, 1.0});
    while (!stack_.empty()) Visit();
  }

  double total() const { return total_; }
  double Blocked(size_t i) const { return blocked_weight_[i] / total_; }

 private:
  struct Set {
    uint32_t next = 0;     // only classes from here on may be added
    uint32_t blocked = 0;  // members and their neighbours
    double weight = 1;
  };

  void Visit() {
    const Set set = stack_.back();
    stack_.pop_back();
    total_ += set.weight;
    for (uint32_t i = 0; i < loads_.size(); ++i) {
      if ((set.blocked >> i & 1) != 0) {
        blocked_weight_[i] += set.weight;
      } else if (i >= set.next) {
        stack_.push_back(
            {i + 1, set.blocked | conflicts_[i] | uint32_t{1} << i, set.weight * loads_[i]});
      }
    }
  }

  std::span<const double> loads_;
  std::span<const uint32_t> conflicts_;
  std::vector<double> blocked_weight_;
  std::vector<Set> stack_;
  double total_ = 0;
};

}  // namespace

LossAnswer ConflictGraphLoss(std::span<const double> loads, std::span<const double> rates,
                             std::span<const uint32_t> conflicts) {
  const IndependentSets sets(loads, conflicts);
  LossAnswer answer;
  double rate = 0;
  for (size_t i = 0; i < loads.size(); ++i) {
    const double blocked = sets.Blocked(i);
    answer.blocked_each.push_back(blocked);
    answer.mean_concurrency += loads[i] * (1 - blocked);
    answer.blocked += rates[i] * blocked;
    rate += rates[i];
  }
  if (rate > 0) answer.blocked /= rate;
  return answer;
}

double UniformConflict(uint32_t n, uint32_t a, uint32_t b) {
  if (a > n || b > n) return 1;
  double apart = 1;
  for (uint32_t i = 0; i < b && apart > 0; ++i) {
    apart *= static_cast<double>(i + a < n ? n - a - i : 0) / (n - i);
  }
  return 1 - apart;
}

LossAnswer UniformLockLoss(uint32_t n, uint32_t j, double rho) {
  StateSums sums;  // runs under way, and the chance that a newcomer finds its resources free
  for (uint32_t runs = 0; runs * uint64_t{j} <= n; ++runs) {
    const double fits = 1 - UniformConflict(n, runs * j, j);
    sums.Count(runs, fits);
    sums.Advance(rho / (runs + 1.0) * fits);
    if (sums.Ends(rho / (runs + 1.0))) break;
  }
  return {1 - sums.second() / sums.total(), sums.first() / sums.total(), {}};
}

}  // namespace tfsck::analytic
