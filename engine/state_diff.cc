#include "engine/state_diff.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "engine/base/parallel.h"
#include "engine/body_diff.h"
#include "engine/body_hash.h"
#include "engine/object_diff.h"
#include "engine/state_list.h"

namespace tfsck {
namespace {

ResourceInstanceView View(const StateSnapshot& state, const Instance& object) {
  const Resource& resource = state.resources[object.resource];
  return {&state.modules[resource.module].address, resource.mode, resource.type, resource.name,
          object.key};
}

std::string ProviderText(const StateSnapshot& state, const Instance& object) {
  if (object.extra != kNoId && !state.extras[object.extra].provider.empty()) {
    return std::string(state.extras[object.extra].provider);
  }
  const uint32_t provider = state.resources[object.resource].provider;
  return provider == kNoId ? "" : std::string(state.providers[provider].text);
}

// host/namespace/type, whatever the configuration is called.
std::string ProviderSource(const StateSnapshot& state, const Instance& object) {
  const uint32_t row = state.resources[object.resource].provider;
  if (row == kNoId || !state.providers[row].parsed) return ProviderText(state, object);
  const ProviderAddress& address = state.providers[row].address;
  return address.host + "/" + address.namespace_ + "/" + address.type;
}

ObjectRef Refer(const StateSnapshot& state, uint32_t row) {
  const Instance& object = state.instances[row];
  const Resource& resource = state.resources[object.resource];
  ObjectRef ref;
  ref.address = state.InstanceAddress(row);
  ref.deposed = object.deposed;
  ref.type = resource.type;
  ref.provider = ProviderText(state, object);
  ref.mode = resource.mode;
  return ref;
}

DiffMetadata Metadata(const StateSnapshot& state, uint64_t objects) {
  DiffMetadata metadata;
  metadata.format_version = state.format_version;
  metadata.tool_version = state.tool_version;
  metadata.family = state.family;
  metadata.serial = state.serial;
  metadata.lineage = state.lineage;
  metadata.objects = objects;
  metadata.outputs = state.outputs.size();
  return metadata;
}

// Joins the objects of two states by address and deposed key.
class Join {
 public:
  Join(const StateSnapshot& before, const StateSnapshot& after, RealName real_name)
      : before_(before), after_(after), real_name_(real_name), comparer_(before, after) {}

  void Run(StateDiff* diff) {
    const std::vector<uint32_t> before = AllObjectsInListOrder(before_, before_.family);
    const std::vector<uint32_t> after = AllObjectsInListOrder(after_, after_.family);
    diff->metadata = {Metadata(before_, before.size()), Metadata(after_, after.size())};
    size_t a = 0;
    size_t b = 0;
    while (a < before.size() || b < after.size()) {
      const int order = a == before.size()  ? 1
                        : b == after.size() ? -1
                                            : CompareAddresses(before[a], after[b]);
      if (order < 0) removed_.push_back(before[a]);
      if (order > 0) added_.push_back(after[b]);
      if (order == 0) ComparePair(before[a], after[b], diff);
      a += order <= 0;
      b += order >= 0;
    }
    FindMoves(diff);
    for (const uint32_t row : removed_) diff->removed.push_back(Refer(before_, row));
    for (const uint32_t row : added_) diff->added.push_back(Refer(after_, row));
  }

 private:
  int CompareAddresses(uint32_t before, uint32_t after) const {
    const Instance& a = before_.instances[before];
    const Instance& b = after_.instances[after];
    const ResourceInstanceView x = View(before_, a);
    const ResourceInstanceView y = View(after_, b);
    if (StateListLess(x, y)) return -1;
    if (StateListLess(y, x)) return 1;
    return a.deposed.compare(b.deposed);
  }

  void ComparePair(uint32_t before, uint32_t after, StateDiff* diff) {
    const Instance& a = before_.instances[before];
    const Instance& b = after_.instances[after];
    const std::string provider_before = ProviderText(before_, a);
    const std::string provider_after = ProviderText(after_, b);
    const bool same_provider = provider_before == provider_after;
    if (same_provider && comparer_.Same(a, b)) {
      ++diff->unchanged;
      return;
    }
    ObjectDiff found = comparer_.Diff(a, b);
    if (!same_provider) {
      found.change.provider = BeforeAfter<std::string>{provider_before, provider_after};
    }
    if (found.change.any()) {
      diff->changed.push_back({Refer(after_, after), std::move(found.change)});
    } else {
      diff->reformatted.push_back({Refer(after_, after), found.format});
    }
  }

  // ---- moves ----

  struct Candidates {
    uint32_t removed = 0;
    uint32_t added = 0;
    uint32_t from = kNoId;
  };

  std::string RealThing(const StateSnapshot& state, uint32_t row) const {
    const Instance& object = state.instances[row];
    const std::string_view name = real_name_(state, object);
    if (name.empty()) return "";
    const Resource& resource = state.resources[object.resource];
    const char mode = resource.mode == ResourceMode::kData ? 'd' : 'm';
    return mode + ProviderSource(state, object) + '\n' + std::string(resource.type) + '\n' +
           std::string(name);
  }

  // What only one object on each side stands for has moved.
  void FindMoves(StateDiff* diff) {
    std::unordered_map<std::string, Candidates> things;
    for (const uint32_t row : removed_) {
      const std::string thing = RealThing(before_, row);
      if (thing.empty()) continue;
      Candidates& candidates = things[thing];
      ++candidates.removed;
      candidates.from = row;
    }
    if (things.empty()) return;
    std::vector<std::string> added_things;
    for (const uint32_t row : added_) {
      added_things.push_back(RealThing(after_, row));
      const auto found = things.find(added_things.back());
      if (found != things.end()) ++found->second.added;
    }
    std::vector<uint32_t> from_rows;
    std::vector<uint32_t> still_added;
    for (size_t i = 0; i < added_.size(); ++i) {
      const auto found = things.find(added_things[i]);
      if (found == things.end() || found->second.removed != 1 || found->second.added != 1) {
        still_added.push_back(added_[i]);
        continue;
      }
      from_rows.push_back(found->second.from);
      AddMove(found->second.from, added_[i], diff);
    }
    added_ = std::move(still_added);
    std::ranges::sort(from_rows);
    std::erase_if(removed_,
                  [&](uint32_t row) { return std::ranges::binary_search(from_rows, row); });
  }

  void AddMove(uint32_t from, uint32_t to, StateDiff* diff) {
    MovedObject moved{Refer(before_, from), Refer(after_, to), {}};
    const Instance& a = before_.instances[from];
    const Instance& b = after_.instances[to];
    if (!comparer_.Same(a, b)) moved.change = comparer_.Diff(a, b).change;
    diff->moved.push_back(std::move(moved));
  }

  const StateSnapshot& before_;
  const StateSnapshot& after_;
  RealName real_name_;
  ObjectComparer comparer_;
  std::vector<uint32_t> removed_;
  std::vector<uint32_t> added_;
};

bool SameBody(const StateSnapshot& before, const StateSnapshot& after) {
  std::array<Hash128, 2> hashes;
  ParallelFor(2, 0, [&](size_t side) { hashes[side] = BodyHash(side == 0 ? before : after); });
  return hashes[0] == hashes[1];
}

}  // namespace

bool StateDiff::Differs() const {
  return !added.empty() || !removed.empty() || !changed.empty() || !moved.empty() ||
         !empty_resources_added.empty() || !empty_resources_removed.empty() || !outputs.empty() ||
         !checks.empty();
}

StateDiff DiffStates(const StateSnapshot& before, const StateSnapshot& after, RealName real_name) {
  StateDiff diff;
  Join(before, after, real_name).Run(&diff);
  diff.relation = Relate(after.lineage, after.serial, before.lineage, before.serial);
  DiffEmptyResources(before, after, &diff);
  DiffOutputs(before, after, &diff);
  DiffChecks(before, after, &diff);
  diff.same_bytes = before.document == after.document;
  diff.terraform_equal = diff.same_bytes || SameBody(before, after);
  diff.lucky = diff.terraform_equal && HasRandomOrder(after);
  return diff;
}

}  // namespace tfsck
