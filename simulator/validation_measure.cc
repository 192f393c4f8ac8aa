#include "simulator/validation_measure.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string_view>

#include "simulator/metrics.h"

namespace tfsck {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double Ratio(double part, double whole) { return whole == 0 ? kNothing : part / whole; }

// Of those who did wait.
double PositiveWait(const Observations& seen, const Model&, NumberWatch&) {
  const uint64_t waited = seen.lock_wait.count - seen.lock_wait_histogram.CountUpTo(0);
  return Ratio(seen.lock_wait.Mean() * static_cast<double>(seen.lock_wait.count),
               static_cast<double>(waited));
}

double NothingShare(const Observations&, const Model&, NumberWatch& watch) {
  return watch.NothingShare();
}
double AwayVariance(const Observations&, const Model&, NumberWatch& watch) {
  return watch.AwayVariance();
}
double FirstStepNumber(const Observations&, const Model&, NumberWatch& watch) {
  return watch.FirstStepNumber();
}

struct WholeMeasure {
  std::string_view name;
  double (*value)(const Observations& seen, const Model& model, NumberWatch& watch);
  bool watches = false;
};
constexpr std::array kWhole = {WholeMeasure{"positive_wait_mean", PositiveWait},
                               WholeMeasure{"nothing_share", NothingShare, true},
                               WholeMeasure{"first_step_number", FirstStepNumber, true},
                               WholeMeasure{"away_variance", AwayVariance, true}};

const WholeMeasure* FindWhole(std::string_view name) {
  const auto found = std::find_if(kWhole.begin(), kWhole.end(),
                                  [name](const WholeMeasure& each) { return each.name == name; });
  return found == kWhole.end() ? nullptr : &*found;
}

std::optional<double> MetricOf(std::string_view name, const Observations& seen,
                               const Model& model) {
  for (const MetricRow& row : Metrics()) {
    if (row.name == name) return row.value(seen, model);
  }
  return std::nullopt;
}

template <typename Named>
const GroupTally* Member(const std::vector<Named>& all, const GroupTable& table,
                         std::string_view name) {
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].name == name) return &table[i];
  }
  return nullptr;
}

std::optional<double> GroupMeasure(std::string_view name, const GroupTally& group) {
  if (name == "lock_wait_mean") {
    return group.served.count == 0 ? kNothing : group.served.Mean();
  }
  if (name == "lock_failed_share") {
    return Ratio(static_cast<double>(group.failed),
                 static_cast<double>(group.failed + group.served.count));
  }
  if (name == "dropped_share") {
    return Ratio(static_cast<double>(group.dropped),
                 static_cast<double>(group.dropped + group.done));
  }
  return std::nullopt;
}

std::optional<double> WorkingAtHour(std::string_view text, const Observations& seen) {
  size_t hour = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), hour);
  if (failure != std::errc() || end != text.data() + text.size() || hour >= 24) return std::nullopt;
  uint64_t working = 0;
  uint64_t hours = 0;
  for (size_t i = hour; i < seen.hours_seen.size(); i += 24) {
    working += seen.working_at_hour[i];
    hours += seen.hours_seen[i];
  }
  return Ratio(static_cast<double>(working), static_cast<double>(hours));
}

}  // namespace

void NumberWatch::Advance(SimTime now) {
  now = std::min(now, end_);
  if (now <= last_) return;
  const SimTime passed = now - last_;
  if (under_way_ == 0) nothing_ += passed;
  first_time_ += static_cast<__int128>(first_) * passed;
  away_time_ += static_cast<__int128>(away_) * passed;
  away_squared_time_ += static_cast<__int128>(away_ * away_) * passed;
  last_ = now;
}

void NumberWatch::Record(const TraceEvent& event) {
  Advance(event.time);
  switch (event.kind) {
    case TraceKind::kArrived:
      ++under_way_;
      ++first_;
      break;
    case TraceKind::kStepEnded:
      if (event.step == 0) --first_;
      break;
    case TraceKind::kFailed:
      ++away_;
      break;
    case TraceKind::kAskedForLock:
      if (event.attempt > 0) --away_;
      break;
    case TraceKind::kDropped:
      --away_;
      --under_way_;
      break;
    case TraceKind::kDone:
      --under_way_;
      break;
    default:
      break;
  }
}

double NumberWatch::NothingShare() {
  Advance(end_);
  return static_cast<double>(nothing_) / Length();
}

double NumberWatch::FirstStepNumber() {
  Advance(end_);
  return static_cast<double>(first_time_) / Length();
}

double NumberWatch::AwayVariance() {
  Advance(end_);
  const double mean = static_cast<double>(away_time_) / Length();
  return static_cast<double>(away_squared_time_) / Length() - mean * mean;
}

bool NeedsWatch(const ValidationTerm& term) {
  const WholeMeasure* whole = FindWhole(term.name);
  return whole != nullptr && whole->watches;
}

std::optional<double> MeasureOf(const ValidationTerm& term, const Observations& seen,
                                const Model& model, NumberWatch& watch) {
  if (term.about.empty()) {
    if (const WholeMeasure* whole = FindWhole(term.name)) return whole->value(seen, model, watch);
    return MetricOf(term.name, seen, model);
  }
  if (term.name == "working_at_hour") return WorkingAtHour(term.about, seen);
  const GroupTally* group = Member(model.scenario.sources, seen.by_source, term.about);
  if (group == nullptr) {
    group = Member(model.scenario.operations, seen.by_operation, term.about);
  }
  return group == nullptr ? std::nullopt : GroupMeasure(term.name, *group);
}

}  // namespace tfsck
