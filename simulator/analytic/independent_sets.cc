#include "simulator/analytic/independent_sets.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace tfsck::analytic {
namespace {

constexpr uint64_t kStepsOfNode = 64;

void Set(std::vector<uint64_t>& mask, uint32_t i) { mask[i / 64] |= uint64_t{1} << i % 64; }
bool Has(const std::vector<uint64_t>& mask, uint32_t i) {
  return (mask[i / 64] >> i % 64 & 1) != 0;
}

}  // namespace

IndependentSets::IndependentSets(const ConflictGraph& graph, uint64_t most_steps)
    : graph_(graph), mask_(graph.words(), 0) {
  Classes all(graph.classes());
  std::iota(all.begin(), all.end(), 0);
  Push(std::move(all));
  while (!pending_.empty() && steps_ <= most_steps) {
    const Pending next = std::move(pending_.back());
    pending_.pop_back();
    Expand(next.node, next.classes);
  }
  complete_ = pending_.empty();
}

uint32_t IndependentSets::Push(Classes classes) {
  if (classes.empty()) return kEmpty;
  const auto node = static_cast<uint32_t>(nodes_.size());
  nodes_.emplace_back();
  pending_.push_back({node, std::move(classes)});
  return node;
}

std::vector<IndependentSets::Classes> IndependentSets::ComponentsOf(const Classes& classes) {
  std::fill(mask_.begin(), mask_.end(), 0);
  for (const uint32_t i : classes) Set(mask_, i);
  std::vector<Classes> components;
  for (const uint32_t start : classes) {
    if (!Has(mask_, start)) continue;
    Classes& found = components.emplace_back();
    mask_[start / 64] &= ~(uint64_t{1} << start % 64);
    found.push_back(start);
    for (size_t next = 0; next < found.size(); ++next) {
      const auto row = graph_.row(found[next]);
      for (size_t word = 0; word < row.size(); ++word) {
        uint64_t fresh = row[word] & mask_[word];
        mask_[word] &= ~fresh;
        for (; fresh != 0; fresh &= fresh - 1) {
          found.push_back(static_cast<uint32_t>(word * 64) +
                          static_cast<uint32_t>(std::countr_zero(fresh)));
        }
      }
    }
  }
  return components;
}

void IndependentSets::Expand(uint32_t node, const Classes& classes) {
  steps_ += kStepsOfNode + 2 * classes.size() * graph_.words();
  std::vector<Classes> components = ComponentsOf(classes);
  if (components.size() == 1) return Sum(node, classes);
  nodes_[node].product = true;
  std::vector<Part> parts;
  for (Classes& component : components) parts.push_back({kNobody, Push(std::move(component))});
  nodes_[node].first = static_cast<uint32_t>(parts_.size());
  parts_.insert(parts_.end(), parts.begin(), parts.end());
  nodes_[node].end = static_cast<uint32_t>(parts_.size());
}

uint32_t IndependentSets::Degree(uint32_t of) const {
  const auto row = graph_.row(of);
  int degree = 0;
  for (size_t word = 0; word < row.size(); ++word) degree += std::popcount(row[word] & mask_[word]);
  return static_cast<uint32_t>(degree);
}

// Of a class and its likes (the same neighbours here) at most one is in a set; which of all classes
// that is: those that exclude most.  Where they exclude all others nothing is left beside them.
void IndependentSets::Sum(uint32_t node, const Classes& classes) {
  std::fill(mask_.begin(), mask_.end(), 0);
  for (const uint32_t i : classes) Set(mask_, i);
  std::vector<uint32_t> degrees;
  for (const uint32_t i : classes) degrees.push_back(Degree(i));
  const auto most = std::max_element(degrees.begin(), degrees.end());
  const uint32_t chosen = classes[static_cast<size_t>(most - degrees.begin())];
  const auto alike = [&](size_t i) {
    if (degrees[i] != *most || !graph_.Excludes(chosen, classes[i])) return false;
    const auto a = graph_.row(chosen);
    const auto b = graph_.row(classes[i]);
    for (size_t word = 0; word < a.size(); ++word) {
      if (((a[word] ^ b[word]) & mask_[word]) != 0) return false;
    }
    return true;
  };
  Classes members;
  Classes others;
  Classes beside;  // not excluded by the members
  for (size_t i = 0; i < classes.size(); ++i) {
    (alike(i) ? members : others).push_back(classes[i]);
    if (!graph_.Excludes(chosen, classes[i])) beside.push_back(classes[i]);
  }
  const uint32_t with = Push(std::move(beside));
  const uint32_t without = Push(std::move(others));
  nodes_[node].first = static_cast<uint32_t>(parts_.size());
  for (const uint32_t member : members) parts_.push_back({member, with});
  parts_.push_back({kNobody, without});
  nodes_[node].end = static_cast<uint32_t>(parts_.size());
}

std::vector<double> IndependentSets::LogSums(std::span<const double> weights) const {
  std::vector<double> logs(nodes_.size());
  for (size_t node = nodes_.size(); node-- > 0;) {
    const std::span<const Part> parts(parts_.data() + nodes_[node].first,
                                      parts_.data() + nodes_[node].end);
    const auto log_of = [&](const Part& part) {
      return part.node == kEmpty ? 0.0 : logs[part.node];
    };
    double largest = 0;  // what stands without a member is at least 1
    for (const Part& part : parts) {
      largest = nodes_[node].product ? largest + log_of(part) : std::max(largest, log_of(part));
    }
    double sum = 0;
    for (const Part& part : parts) {
      const double weight = part.member == kNobody ? 1 : weights[part.member];
      sum += weight * std::exp(log_of(part) - largest);
    }
    logs[node] = nodes_[node].product ? largest : largest + std::log(sum);
  }
  return logs;
}

std::vector<double> IndependentSets::OpenChances(std::span<const double> weights) const {
  const std::vector<double> logs = LogSums(weights);
  std::vector<double> open(weights.size(), 0.0);
  std::vector<double> shares(nodes_.size(), 0.0);  // d ln Z / d ln Z(node)
  if (!shares.empty()) shares[0] = 1;
  for (size_t node = 0; node < nodes_.size(); ++node) {
    for (uint32_t i = nodes_[node].first; i < nodes_[node].end; ++i) {
      const Part& part = parts_[i];
      if (nodes_[node].product) {
        shares[part.node] += shares[node];
        continue;
      }
      const double log = part.node == kEmpty ? 0 : logs[part.node];
      const double slope = shares[node] * std::exp(log - logs[node]);
      if (part.member != kNobody) open[part.member] += slope;
      const double weight = part.member == kNobody ? 1 : weights[part.member];
      if (part.node != kEmpty) shares[part.node] += slope * weight;
    }
  }
  return open;
}

}  // namespace tfsck::analytic
