// Rules over what the versions of a history hold: instances, their providers and schemas, and the
// tool that wrote them.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/history_rules.h"
#include "analyzers/history_walk.h"
#include "analyzers/rule_functions.h"
#include "engine/address.h"
#include "engine/tool_version.h"

namespace tfsck {
namespace {

// Calls visit(former, version, row) for each version that was compared with one before it.
template <typename Visit>
void ForEachCompared(const History& history, Visit visit) {
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    const HistoryVersion& version = history.versions[row];
    if (version.compared_with == kNoVersion) continue;
    visit(history.versions[version.compared_with], version, row);
  }
}

// Whether the serial rose by more than one from the version directly before, and no version in
// between is known, wherever it stands: one that cannot be read may explain the rest.
class SkippedSerials {
 public:
  explicit SkippedSerials(const History& history) {
    for (const HistoryVersion& version : history.versions) {
      if (version.has_serial) known_.emplace(version.lineage, version.serial);
    }
  }

  bool Before(const HistoryVersion& version, uint32_t row) const {
    return version.compared_with + 1 == row &&
           !known_.contains({std::string_view(version.lineage), version.serial - 1});
  }

 private:
  std::set<std::pair<std::string_view, uint64_t>> known_;
};

// Whether this history's writer raises the serial by one per write, as every remote backend does:
// most of its steps are by one.  A local backend's are not (shared facts 3.1).
bool StepsByOne(const History& history) {
  uint64_t steps = 0;
  uint64_t by_one = 0;
  ForEachCompared(history,
                  [&](const HistoryVersion& former, const HistoryVersion& version, uint32_t row) {
                    if (former.lineage != version.lineage || version.managed == 0) return;
                    if (version.compared_with + 1 != row) return;
                    ++steps;
                    by_one += version.serial == former.serial + 1 ? 1 : 0;
                  });
  return steps >= 3 && by_one * 10 >= steps * 8;
}

std::string AllGone(uint64_t count) {
  return count == 1 ? "the only managed instance is gone"
                    : fmt::format("all {} managed instances are gone", count);
}

bool BecameEmpty(const HistoryVersion& former, const HistoryVersion& version) {
  return former.managed != 0 && version.managed == 0;
}

// Why a version without resources is no destroy's, "" where it may be one's.  A destroy keeps the
// lineage, skips no serial where no other write of the history does, and leaves no output behind.
std::string NoDestroy(const HistoryVersion& former, const HistoryVersion& version, bool skipped) {
  if (former.lineage != version.lineage) {
    return version.lineage.empty() ? "the lineage went with them" : "the lineage is another";
  }
  if (version.serial <= former.serial) {
    return fmt::format("the serial went from {} to {}", former.serial, version.serial);
  }
  if (version.outputs != 0) return CountOf(version.outputs, "output") + " stayed";
  if (skipped) {
    return fmt::format("the serial went from {} to {}", former.serial, version.serial);
  }
  return "";
}

// Calls visit(former, why it is no destroy or "", row) for each version that lost all resources.
template <typename Visit>
void ForEachEmptied(const History& history, Visit visit) {
  const bool steps_by_one = StepsByOne(history);
  const SkippedSerials skipped(history);
  ForEachCompared(history, [&](const HistoryVersion& former, const HistoryVersion& version,
                               uint32_t row) {
    if (!BecameEmpty(former, version)) return;
    visit(former, NoDestroy(former, version, steps_by_one && skipped.Before(version, row)), row);
  });
}

// -1, 0 or 1: how the versions stand; 0 also where one cannot be read.
int CompareToolVersions(std::string_view a, std::string_view b) {
  const auto left = ParseToolVersion(a);
  const auto right = ParseToolVersion(b);
  if (!left || !right) return 0;
  const size_t size = std::max(left->segments.size(), right->segments.size());
  for (size_t i = 0; i < size; ++i) {
    const int64_t x = i < left->segments.size() ? left->segments[i] : 0;
    const int64_t y = i < right->segments.size() ? right->segments[i] : 0;
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

std::string_view FamilyName(ToolFamily family) {
  return family == ToolFamily::kOpenTofu ? "OpenTofu" : "Terraform";
}

// Which keys of an address are 0: those of its modules, then its own.
std::vector<bool> ZeroKeys(const ResourceAddress& address) {
  std::vector<bool> zero;
  for (const ModuleStep& step : address.module.steps) {
    zero.push_back(step.kind == InstanceKey::Kind::kInt && step.number == 0);
  }
  zero.push_back(address.key_kind == InstanceKey::Kind::kInt && address.key_number == 0);
  return zero;
}

// Resources that a version lost and whose `count`, or that of a module around them, may have gone
// from 1 to 0: all instances had the key 0 in one place.  Then an apply destroyed them, and the
// configuration of their dependents names them still.
std::set<std::string> SwitchedOff(const VersionDelta& delta) {
  std::map<std::string, std::vector<bool>> zero_keys;  // by resource: keys that were 0 in all
  for (const ObjectDelta& object : delta.objects) {
    if (object.change != ObjectChange::kRemoved) continue;
    const auto address = ParseResourceInstanceAddress(object.address);
    if (!address) continue;
    const std::vector<bool> zero = ZeroKeys(*address);
    auto& common = zero_keys.try_emplace(ToStaticString(*address), zero).first->second;
    for (size_t i = 0; i < zero.size(); ++i) common[i] = common[i] && zero[i];
  }
  std::set<std::string> switched_off;
  for (const auto& [resource, zero] : zero_keys) {
    if (std::ranges::find(zero, true) != zero.end()) switched_off.insert(resource);
  }
  return switched_off;
}

// One finding for all shifts of a version: an upgrade touches hundreds of instances.
template <typename Words>
void ReportShifts(RuleIndex rule, uint32_t row, const std::vector<ObjectShift>& shifts, Words words,
                  Reporter& reporter) {
  if (shifts.empty()) return;
  std::string message = words(shifts.front());
  if (shifts.size() > 1) {
    message += fmt::format(", likewise {}", CountOf(shifts.size() - 1, "other instance"));
  }
  reporter.Report(rule, row, shifts.front().address, std::move(message));
}

}  // namespace

void CheckToolDowngrade(const HistoryInput& input, Reporter& reporter) {
  ForEachCompared(input.history, [&](const HistoryVersion& former, const HistoryVersion& version,
                                     uint32_t row) {
    const bool other_family = former.family != version.family &&
                              former.family != ToolFamily::kUnknown &&
                              version.family != ToolFamily::kUnknown;
    if (other_family) {
      reporter.Report(
          kHIS008, row, "",
          fmt::format("written by {} {} behind {} {}", FamilyName(version.family),
                      version.tool_version, FamilyName(former.family), former.tool_version));
    } else if (CompareToolVersions(version.tool_version, former.tool_version) < 0) {
      reporter.Report(kHIS008, row, "",
                      fmt::format("written by {}, though {} wrote the version before",
                                  version.tool_version, former.tool_version));
    }
  });
}

void CheckEmptied(const HistoryInput& input, Reporter& reporter) {
  ForEachEmptied(input.history,
                 [&](const HistoryVersion& former, const std::string& no_destroy, uint32_t row) {
                   if (no_destroy.empty()) return;
                   reporter.Report(kHIS009, row, "",
                                   fmt::format("{} in one step, and it was no destroy: {}",
                                               AllGone(former.managed), no_destroy));
                 });
}

void CheckDestroyed(const HistoryInput& input, Reporter& reporter) {
  ForEachEmptied(input.history, [&](const HistoryVersion& former, const std::string& no_destroy,
                                    uint32_t row) {
    if (!no_destroy.empty()) return;
    reporter.Report(kHIS021, row, "",
                    AllGone(former.managed) + " in one step, as `destroy` leaves a state");
  });
}

void CheckCollapse(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  for (const Change& change : history.changes) {
    if (change.compared_with == kNoVersion) continue;
    const HistoryVersion& former = history.versions[change.compared_with];
    const HistoryVersion& version = history.versions[change.last];
    const auto limit = static_cast<double>(former.managed) * input.thresholds.collapse_share;
    if (!version.readable || version.managed == 0 ||
        change.net.removed < input.thresholds.collapse_count ||
        static_cast<double>(change.net.removed) <= limit) {
      continue;
    }
    reporter.Report(kHIS010, change.last, "",
                    fmt::format("{} of {} are gone in one change", change.net.removed,
                                CountOf(former.managed, "managed instance")));
  }
}

void CheckSilentDrop(const HistoryInput& input, Reporter& reporter) {
  ForEachCompared(input.history, [&](const HistoryVersion& /*former*/,
                                     const HistoryVersion& version, uint32_t row) {
    if (version.delta.dropped.empty()) return;
    const std::set<std::string> switched_off = SwitchedOff(version.delta);
    for (const DanglingDependency& dropped : version.delta.dropped) {
      if (switched_off.contains(dropped.resource)) continue;
      reporter.Report(
          kHIS011, row, dropped.resource,
          fmt::format("it is gone from the state, and {} still depends on it", dropped.dependent));
    }
  });
}

void CheckSchemaVersionDown(const HistoryInput& input, Reporter& reporter) {
  ForEachCompared(input.history, [&](const HistoryVersion& /*former*/,
                                     const HistoryVersion& version, uint32_t row) {
    ReportShifts(
        kHIS012, row, version.delta.schema_lowered,
        [](const ObjectShift& shift) {
          return fmt::format("schema_version goes back from {} to {}", shift.before, shift.after);
        },
        reporter);
  });
}

void CheckIdChanged(const HistoryInput& input, Reporter& reporter) {
  ForEachCompared(input.history, [&](const HistoryVersion& /*former*/,
                                     const HistoryVersion& version, uint32_t row) {
    std::vector<std::string> addresses;
    for (const ObjectDelta& object : version.delta.objects) {
      if (object.change == ObjectChange::kReplaced && object.managed && object.deposed.empty()) {
        addresses.push_back(object.address);
      }
    }
    if (addresses.empty()) return;
    reporter.Report(kHIS013, row, addresses.front(),
                    fmt::format("another real object stands at {}",
                                addresses.size() == 1 ? "this address" : SomeOf(addresses)));
  });
}

void CheckProviderChanged(const HistoryInput& input, Reporter& reporter) {
  ForEachCompared(input.history, [&](const HistoryVersion& /*former*/,
                                     const HistoryVersion& version, uint32_t row) {
    ReportShifts(
        kHIS015, row, version.delta.provider_changed,
        [](const ObjectShift& shift) {
          return fmt::format("its provider changes from {} to {}", shift.before, shift.after);
        },
        reporter);
  });
}

void CheckReappeared(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  std::map<std::pair<std::string, Hash128>, uint32_t> gone;  // row that lost it
  ForEachCompared(
      history, [&](const HistoryVersion& /*former*/, const HistoryVersion& version, uint32_t row) {
        for (const ObjectDelta& object : version.delta.objects) {
          if (!object.managed || !object.deposed.empty() || object.real_id == Hash128()) continue;
          const std::pair name(object.address, object.real_id);
          if (object.change == ObjectChange::kRemoved) {
            gone[name] = row;
          } else if (const auto lost = gone.find(name);
                     lost != gone.end() && object.change == ObjectChange::kAdded) {
            reporter.Report(kHIS026, row, object.address,
                            fmt::format("the same real object is back; {} had lost it",
                                        NameVersion(history.versions[lost->second])));
            gone.erase(lost);
          }
        }
      });
}

}  // namespace tfsck
