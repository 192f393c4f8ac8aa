#include "simulator/analytic/set_classes.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace tfsck::analytic {
namespace {

class ClassBuilder {
 public:
  ClassBuilder(const Study& study, const LockDemand& demand, Simplifications& notes)
      : study_(study), demand_(demand), notes_(notes) {}

  Result<SetClasses> Build() {
    for (size_t i = 0; i < demand_.streams.size(); ++i) {
      const Stream& stream = demand_.streams[i];
      const Operation& operation = study_.scenario.operations[stream.operation];
      if (operation.uniform_writes > 0) {
        return MakeError(ErrorKind::kUsage, "some sets are drawn at random, and some are not");
      }
      if (!operation.writes.empty()) {
        AddNamed(i, stream, operation);
      } else if (!operation.reads.empty()) {
        return MakeError(
            ErrorKind::kUsage,
            fmt::format("'{}' only reads, so it does not exclude its like", operation.name));
      } else if (RootsOf(demand_.group) > kMostSets) {
        return TooMany();
      } else {
        AddRoots(i, stream);
      }
      if (made_.classes.size() > kMostSets) return TooMany();
    }
    return std::move(made_);
  }

 private:
  static Result<SetClasses> TooMany() {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("more than {} sets of resources may be touched", kMostSets));
  }

  size_t RootsOf(uint32_t group) const {
    const std::vector<double>& chances = study_.applies.Chances(group);
    return static_cast<size_t>(
        std::count_if(chances.begin(), chances.end(), [](double chance) { return chance > 0; }));
  }

  void Add(SetClass& one, size_t stream_index, double rate, double mean) const {
    one.by_stream.resize(demand_.streams.size(), 0.0);
    one.by_stream[stream_index] += rate;
    one.rate += rate;
    one.load += rate * mean;
  }

  void AddNamed(size_t index, const Stream& stream, const Operation& operation) {
    auto& writes = made_.named.emplace_back(operation.writes);
    std::sort(writes.begin(), writes.end());
    auto& reads = made_.named.emplace_back(operation.reads);
    std::sort(reads.begin(), reads.end());
    SetClass& one = made_.classes.emplace_back();
    one.set = {writes, reads};
    Add(one, index, stream.rate, MeanOfParts(stream));
  }

  void AddRoots(size_t index, const Stream& stream) {
    const ModelGroup& group = study_.model.groups[demand_.group];
    const std::vector<double>& chances = study_.applies.Chances(demand_.group);
    const double parts = MeanOfParts(stream);
    for (uint32_t root = 0; root < chances.size(); ++root) {
      if (chances[root] <= 0) continue;
      const auto [found, fresh] = of_root_.try_emplace(root, made_.classes.size());
      if (fresh) made_.classes.emplace_back().set = (*group.footprints)[root];
      Add(made_.classes[found->second], index, stream.rate * chances[root],
          MeanFrom(stream, parts, root));
    }
  }

  static double MeanOfParts(const Stream& stream) {
    double mean = 0;
    for (const Distribution& part : stream.hold.parts) mean += MeanOf(part);
    return mean;
  }

  // The mean hold where the change begins at `root`; `mean` wherever it begins.
  double MeanFrom(const Stream& stream, double mean, uint32_t root) {
    if (!stream.hold.applies.empty() && !study_.applies.CanTellRootsApart(demand_.group)) {
      notes_.Add("an apply takes as long wherever its change begins", AnswerKind::kApproximation);
      return mean;
    }
    for (const uint32_t step : stream.hold.applies) {
      const ApplyMean here = study_.applies.MeanFrom(stream.operation, step, demand_.group, root);
      mean += here.seconds - study_.applies.Of(stream.operation, step, demand_.group).mean;
      if (here.draws == 0) continue;
      notes_.AddOfHolds(
          "how long an apply takes where its change begins at a given resource: by "
          "draws of the model's own schedule",
          AnswerKind::kApproximation);
    }
    return std::max(mean, 0.0);
  }

  const Study& study_;
  const LockDemand& demand_;
  Simplifications& notes_;
  SetClasses made_;
  std::map<uint32_t, size_t> of_root_;
};

// Which of up to 64 sets touch what: a word for each resource.
class ResourceTouch {
 public:
  explicit ResourceTouch(const SetClasses& classes) {
    uint32_t resources = 0;
    for (const SetClass& one : classes.classes) {
      for (const auto& ids : {one.set.writes, one.set.reads}) {
        if (!ids.empty()) resources = std::max(resources, ids.back() + 1);
      }
    }
    writers_.resize(resources);
    readers_.resize(resources);
  }

  void Add(uint32_t number, const Footprint& set) {
    for (const uint32_t id : set.writes) writers_[id] |= uint64_t{1} << number;
    for (const uint32_t id : set.reads) readers_[id] |= uint64_t{1} << number;
  }
  void Forget(const Footprint& set) {
    for (const uint32_t id : set.writes) writers_[id] = 0;
    for (const uint32_t id : set.reads) readers_[id] = 0;
  }
  uint64_t Conflicting(const Footprint& set) const {
    uint64_t found = 0;
    for (const uint32_t id : set.writes) found |= writers_[id] | readers_[id];
    for (const uint32_t id : set.reads) found |= writers_[id];
    return found;
  }

 private:
  std::vector<uint64_t> writers_;
  std::vector<uint64_t> readers_;
};

}  // namespace

Result<SetClasses> SetClassesOf(const Study& study, const LockDemand& demand,
                                Simplifications& notes) {
  return ClassBuilder(study, demand, notes).Build();
}

ConflictGraph ConflictsOf(const SetClasses& classes) {
  const auto count = static_cast<uint32_t>(classes.classes.size());
  ConflictGraph graph(count);
  ResourceTouch touch(classes);
  for (uint32_t first = 0; first < count; first += 64) {
    const uint32_t end = std::min(count, first + 64);
    for (uint32_t b = first; b < end; ++b) touch.Add(b - first, classes.classes[b].set);
    for (uint32_t a = first; a < count; ++a) {
      for (uint64_t left = touch.Conflicting(classes.classes[a].set); left != 0; left &= left - 1) {
        graph.Exclude(a, first + static_cast<uint32_t>(std::countr_zero(left)));
      }
    }
    for (uint32_t b = first; b < end; ++b) touch.Forget(classes.classes[b].set);
  }
  return graph;
}

}  // namespace tfsck::analytic
