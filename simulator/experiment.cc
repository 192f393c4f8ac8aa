#include "simulator/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>
#include <utility>

#include "engine/base/parallel.h"
#include "simulator/fifo_control.h"
#include "simulator/fifo_shadow.h"
#include "simulator/replication.h"

namespace tfsck {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint32_t kLeastForPrecision = 10;
constexpr uint32_t kPilots = 10;  // replications that the warm-up is looked for in
constexpr size_t kBatches = 32;

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// What a replication is carried out with.
struct Worker {
  Worker(const Model& model, const FifoControl* control) : replication(model) {
    if (control != nullptr) shadow.emplace(model, *control);
  }

  Replication replication;
  std::optional<FifoShadow> shadow;  // where there is a control
};

// Lends workers out and takes them back.
class Workshop {
 public:
  explicit Workshop(const Model& model, const FifoControl* control = nullptr)
      : model_(model), control_(control) {}

  std::unique_ptr<Worker> Take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<Worker>(model_, control_);
    std::unique_ptr<Worker> taken = std::move(free_.back());
    free_.pop_back();
    return taken;
  }
  void Return(std::unique_ptr<Worker> used) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(used));
  }

 private:
  const Model& model_;
  const FifoControl* control_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> free_;
};

class Conductor {
 public:
  // `control` where estimates are to be corrected with it; it must outlive this.
  Conductor(const Model& model, const FifoControl* control, const ExperimentOptions& options)
      : model_(model), options_(options), workshop_(model, control), begin_(Clock::now()) {
    made_.total.Size(model);
    if (control != nullptr) {
      made_.control.emplace();
      made_.control->patience = control->patience;
      made_.control->known_mean = control->mean_wait;
    }
  }

  Result<Measurements> Run() {
    const uint32_t first = options_.replications.value_or(
        Precision() > 0 ? std::max(Analysis().replications, kLeastForPrecision)
                        : Analysis().replications);
    for (uint32_t next = first;; next = made_.replications + made_.replications / 2) {
      // The rule is looked at seldom, at sizes that grow by half: looking often and stopping at the
      // first success would make intervals too narrow.
      if (auto done = Round(std::min(next, Most(first))); !done)
        return tl::unexpected(done.error());
      if (IsEnough(first)) break;
    }
    Finish();
    return std::move(made_);
  }

 private:
  const struct Analysis& Analysis() const { return model_.scenario.analysis; }
  double Precision() const { return Analysis().precision; }
  bool OverBudget() const {
    return Analysis().budget_seconds > 0 && SecondsSince(begin_) > Analysis().budget_seconds;
  }

  uint32_t Most(uint32_t first) const { return std::max(first, Analysis().most_replications); }

  bool IsEnough(uint32_t first) {
    if (interrupted_) return true;
    made_.stop = StopReason::kReplications;
    if (options_.replications || Precision() == 0 || Precise()) return true;
    if (made_.replications >= Most(first)) made_.stop = StopReason::kMostReplications;
    if (OverBudget()) made_.stop = StopReason::kBudget;
    return made_.stop != StopReason::kReplications;
  }

  // Replications up to number `upto`, on all threads.
  Result<void> Round(uint32_t upto) {
    const uint32_t from = made_.replications;
    made_.values.resize(upto);
    made_.fingerprints.resize(upto);
    if (made_.control) made_.control->values.resize(upto);
    complete_.resize(upto);
    planned_ = upto;
    ParallelFor(upto - from, options_.threads,
                [this, from](size_t i) { CarryOut(from + static_cast<uint32_t>(i)); });
    if (!problem_.empty()) return MakeError(problem_kind_, problem_);
    made_.replications = upto;
    if (!interrupted_) return {};
    KeepComplete();
    // A comparison needs them all, to set them side by side.
    if (made_.replications >= 2 && !options_.replications) return {};
    return MakeError(
        ErrorKind::kUsage,
        fmt::format("the time budget of {} s ended after {} of {} replications: shorten the "
                    "horizon, ask for fewer replications or allow more time",
                    Analysis().budget_seconds, made_.replications, upto));
  }

  // The budget has ended: what was carried out to its end is what there is.
  void KeepComplete() {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < made_.replications; ++i) {
      if (!complete_[i]) continue;
      made_.values[kept] = made_.values[i];
      if (made_.control) made_.control->values[kept] = made_.control->values[i];
      made_.fingerprints[kept++] = made_.fingerprints[i];
    }
    made_.values.resize(kept);
    if (made_.control) made_.control->values.resize(kept);
    made_.fingerprints.resize(kept);
    made_.replications = kept;
    made_.stop = StopReason::kBudget;
  }

  void CarryOut(uint32_t replication) {
    if (Stopped()) return;
    // The first few are begun whatever the time: without them there is no answer at all.
    if (replication >= kLeastForPrecision && OverBudget()) return Interrupt();
    std::unique_ptr<Worker> worker = workshop_.Take();
    const StreamKey key = {Analysis().seed, replication};
    const Observations& seen =
        worker->replication.Carry(key, nullptr, [this] { return OverBudget(); });
    if (seen.interrupted) return Interrupt();
    if (made_.control) made_.control->values[replication] = worker->shadow->MeanWait(key);
    complete_[replication] = 1;
    for (const MetricRow& row : Metrics()) {
      made_.values[replication][static_cast<size_t>(row.metric)] = row.value(seen, model_);
    }
    made_.fingerprints[replication] = seen.fingerprint;
    if (replication == 0) KeepSeries(seen.series);
    Collect(seen);
    workshop_.Return(std::move(worker));
  }

  bool Stopped() {
    const std::lock_guard lock(mutex_);
    return !problem_.empty();
  }

  void Collect(const Observations& seen) {
    const std::lock_guard lock(mutex_);
    if (seen.excess != Excess::kNone) Fail(ErrorKind::kUsage, TextOf(seen.excess));
    if (!seen.violation.empty()) {
      Fail(ErrorKind::kInternal, "the simulation broke an invariant: " + seen.violation);
    }
    made_.total.Merge(seen);
    ++done_;
    if (options_.progress) options_.progress({done_, planned_, SecondsSince(begin_)});
  }

  void Interrupt() {
    const std::lock_guard lock(mutex_);
    interrupted_ = true;
  }

  void Fail(ErrorKind kind, std::string problem) {
    if (!problem_.empty()) return;
    problem_kind_ = kind;
    problem_ = std::move(problem);
  }

  void KeepSeries(const Series& series) {
    for (size_t i = 0; i < series.batches(); ++i) first_series_.push_back(series.BatchMean(i));
  }

  // What is a share or a time stays one: a correction that leads out of them is not made.
  static bool IsPossible(Metric metric, double mean) {
    return !(mean < 0) && !(RowOf(metric).unit == MetricUnit::kShare && mean > 1);
  }

  ControlledEstimate EstimateOf(Metric metric) const {
    std::vector<double> values;
    for (const auto& row : made_.values) values.push_back(row[static_cast<size_t>(metric)]);
    const double confidence = Analysis().confidence;
    if (made_.control) {
      const ControlUsed& control = *made_.control;
      const ControlledEstimate corrected =
          EstimateWithControl(values, control.values, control.known_mean, confidence);
      if (IsPossible(metric, corrected.estimate.mean)) return corrected;
    }
    ControlledEstimate plain;
    plain.estimate = EstimateMean(values, confidence);
    return plain;
  }

  // Law: a relative error of at most g is had from a relative half-width of g / (1 + g).  What is
  // next to nothing is precise enough: shares below a thousandth, waits below a hundredth of a
  // hold.
  bool Precise() {
    const double wanted = Precision() / (1 + Precision());
    const double hold = made_.total.hold.Mean();
    bool precise = true;
    made_.relative_half_width = 0;
    for (const MetricRow& row : Metrics()) {
      if (!row.headline) continue;
      const Estimate estimate = EstimateOf(row.metric).estimate;
      const double floor = row.unit == MetricUnit::kShare ? 1e-3 : 1e-2 * hold;
      if (estimate.count == 0 || estimate.half_width <= wanted * floor) continue;
      made_.relative_half_width = std::max(made_.relative_half_width, estimate.RelativeHalfWidth());
      precise = precise && estimate.RelativeHalfWidth() <= wanted;
    }
    if (precise && !interrupted_) made_.stop = StopReason::kPrecision;
    return precise;
  }

  void Finish() {
    for (const MetricRow& row : Metrics()) {
      const ControlledEstimate estimate = EstimateOf(row.metric);
      made_.estimates[static_cast<size_t>(row.metric)] = estimate.estimate;
      if (made_.control) made_.control->gains[static_cast<size_t>(row.metric)] = estimate.gain;
    }
    if (made_.control) {
      made_.control->seen = EstimateMean(made_.control->values, Analysis().confidence);
    }
    const StopReason stop = made_.stop;
    Precise();
    if (Precision() == 0 || options_.replications) made_.stop = stop;
    Fingerprint all;
    for (const uint64_t fingerprint : made_.fingerprints) all.Combine(fingerprint);
    made_.fingerprint = all.value();
    if (Analysis().kind == AnalysisKind::kSteady) {
      made_.batch_means = BatchMeansOf(first_series_, kBatches, Analysis().confidence);
    }
    made_.seconds = SecondsSince(begin_);
  }

  const Model& model_;
  const ExperimentOptions& options_;
  Workshop workshop_;
  Clock::time_point begin_;
  Measurements made_;
  std::vector<double> first_series_;
  std::mutex mutex_;
  std::vector<uint8_t> complete_;  // of each replication: carried out to its end
  bool interrupted_ = false;
  uint32_t done_ = 0;
  uint32_t planned_ = 0;
  ErrorKind problem_kind_ = ErrorKind::kInternal;
  std::string problem_;
};

// The means over replications of what each waited, batch by batch (Welch's averaging), in batches
// of five: where MSER looks for the end of the warm-up.
std::vector<double> AverageSeries(const std::vector<std::vector<double>>& all) {
  size_t shortest = SIZE_MAX;
  for (const std::vector<double>& series : all) shortest = std::min(shortest, series.size());
  std::vector<double> mean;
  for (size_t first = 0; first + 5 <= shortest; first += 5) {
    double sum = 0;
    for (const std::vector<double>& series : all) {
      for (size_t i = first; i < first + 5; ++i) sum += series[i];
    }
    mean.push_back(sum / (5 * static_cast<double>(all.size())));
  }
  return mean;
}

// Each pilot's series in batches of one size, the largest of any of them.
std::vector<std::vector<double>> CommonBatches(
    const std::vector<std::pair<uint64_t, std::vector<double>>>& pilots) {
  uint64_t size = 1;
  for (const auto& pilot : pilots) size = std::max(size, pilot.first);
  std::vector<std::vector<double>> made;
  for (const auto& [own, series] : pilots) {
    const size_t group = size / own;  // sizes are powers of two
    std::vector<double> batches;
    for (size_t first = 0; first + group <= series.size(); first += group) {
      double sum = 0;
      for (size_t i = first; i < first + group; ++i) sum += series[i];
      batches.push_back(sum / static_cast<double>(group));
    }
    made.push_back(std::move(batches));
  }
  return made;
}

Result<SimTime> FindWarmUp(const Model& model, unsigned threads) {
  Model pilot = model;
  pilot.scenario.analysis.warm_up = 0;
  const Analysis& analysis = pilot.scenario.analysis;
  std::vector<std::pair<uint64_t, std::vector<double>>> pilots(kPilots);
  Workshop workshop(pilot);
  ParallelFor(kPilots, threads, [&](size_t i) {
    std::unique_ptr<Worker> worker = workshop.Take();
    const Observations& seen = worker->replication.Carry({analysis.seed, static_cast<uint32_t>(i)});
    pilots[i].first = seen.series.batch_size();
    for (size_t batch = 0; batch < seen.series.batches(); ++batch) {
      pilots[i].second.push_back(seen.series.BatchMean(batch));
    }
    workshop.Return(std::move(worker));
  });
  const std::vector<double> mean = AverageSeries(CommonBatches(pilots));
  const std::optional<size_t> drop = MserTruncation(mean);
  if (!drop) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("the horizon is too short to see the end of the warm-up ({} "
                                 "batches of waits; MSER-5 found none in the first half): lengthen "
                                 "'analysis.horizon' or give 'analysis.warm-up'",
                                 mean.size()));
  }
  // Waits are spread evenly over a long run, so a share of the waits is a share of the time.
  const double share = static_cast<double>(*drop) / static_cast<double>(mean.size());
  return static_cast<SimTime>(std::ceil(share * static_cast<double>(analysis.horizon)));
}

// None where the scenario does not ask for one, or has none, as an alternative may not have that it
// is compared with.
std::optional<FifoControl> ControlOf(const Scenario& scenario) {
  if (scenario.analysis.control == ControlVariate::kNone) return std::nullopt;
  auto control = FifoControlOf(scenario);
  if (!control) return std::nullopt;
  return std::move(*control);
}

}  // namespace

Result<Measurements> Conduct(const Model& model, const ExperimentOptions& options) {
  if (model.scenario.analysis.kind == AnalysisKind::kTerminating) {
    return Conductor(model, nullptr, options).Run();
  }
  WarmUp warm_up = {options.warm_up.value_or(model.scenario.analysis.warm_up.value_or(0)), false};
  if (!options.warm_up && !model.scenario.analysis.warm_up) {
    const auto found = FindWarmUp(model, options.threads);
    if (!found) return tl::unexpected(found.error());
    warm_up = {*found, true};
  }
  Model warmed = model;
  warmed.scenario.analysis.warm_up = warm_up.length;
  const auto control = ControlOf(model.scenario);
  auto made = Conductor(warmed, control ? &*control : nullptr, options).Run();
  if (made) made->warm_up = warm_up;
  return made;
}

Comparison Compare(const Measurements& first, const Measurements& second, double confidence,
                   size_t comparisons) {
  const double each = 1 - (1 - confidence) / static_cast<double>(std::max<size_t>(comparisons, 1));
  Comparison made;
  for (size_t metric = 0; metric < kMetrics; ++metric) {
    std::vector<double> a;
    std::vector<double> b;
    for (const auto& row : first.values) a.push_back(row[metric]);
    for (const auto& row : second.values) b.push_back(row[metric]);
    made.differences[metric] = ComparePairs(a, b, each);
  }
  return made;
}

}  // namespace tfsck
