#include "engine/version_delta.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/address.h"

namespace tfsck {
namespace {

using Records = std::vector<InstanceRecord>;

auto NameOf(const InstanceRecord& record) {
  return std::tuple(std::string_view(record.address), std::string_view(record.deposed));
}

ObjectDelta Delta(ObjectChange change, const InstanceRecord& record) {
  ObjectDelta delta;
  delta.change = change;
  delta.address = record.address;
  delta.deposed = record.deposed;
  delta.type = record.type;
  delta.module_size = record.module_size;
  delta.managed = record.managed;
  delta.real_id = record.real_id;
  return delta;
}

// What makes two objects at different addresses the same real one.
using RealObject = std::tuple<std::string_view, std::string_view, Hash128>;

RealObject RealObjectOf(const InstanceRecord& record) {
  return {SourceOfProvider(record.provider), record.type, record.real_id};
}

class Comparison {
 public:
  Comparison(const VersionRecord& before, const VersionRecord& after)
      : before_(before.instances), after_(after.instances), dangling_(after.dangling) {}

  VersionDelta Compare() {
    uint32_t o = 0;
    uint32_t n = 0;
    while (o < before_.size() || n < after_.size()) {
      const bool no_old = o == before_.size();
      const bool no_new = n == after_.size();
      const auto order = no_old   ? std::strong_ordering::greater
                         : no_new ? std::strong_ordering::less
                                  : NameOf(before_[o]) <=> NameOf(after_[n]);
      if (order > 0) {
        added_.push_back(n++);
      } else if (order < 0) {
        removed_.push_back(o++);
      } else {
        Both(before_[o++], after_[n++]);
      }
    }
    MatchMoves();
    AddDropped();
    std::ranges::sort(delta_.objects, [](const ObjectDelta& a, const ObjectDelta& b) {
      return std::tie(a.address, a.deposed, a.change) < std::tie(b.address, b.deposed, b.change);
    });
    return std::move(delta_);
  }

 private:
  static void Count(const InstanceRecord& record, uint64_t* counter) {
    if (record.counts()) ++*counter;
  }

  void Both(const InstanceRecord& old_record, const InstanceRecord& new_record) {
    if (old_record.schema_version > new_record.schema_version) {
      delta_.schema_lowered.push_back({new_record.address,
                                       std::to_string(old_record.schema_version),
                                       std::to_string(new_record.schema_version)});
    }
    const bool other_provider = NoteProvider(old_record, new_record);
    if (old_record.content == new_record.content && !other_provider) return;
    const bool other_object = old_record.real_id != new_record.real_id &&
                              old_record.real_id != Hash128() && new_record.real_id != Hash128();
    delta_.objects.push_back(
        Delta(other_object ? ObjectChange::kReplaced : ObjectChange::kChanged, new_record));
    Count(new_record, other_object ? &delta_.replaced : &delta_.changed);
  }

  // Whether the source is another one; an alias is none.
  bool NoteProvider(const InstanceRecord& old_record, const InstanceRecord& new_record) {
    if (old_record.provider == new_record.provider) return false;
    const std::string_view was = SourceOfProvider(old_record.provider);
    const std::string_view is = SourceOfProvider(new_record.provider);
    if (was == is) return false;
    delta_.provider_changed.push_back({new_record.address, std::string(was), std::string(is)});
    return true;
  }

  // A removed and an added object that are the same real one, where that is unambiguous.
  void MatchMoves() {
    std::map<RealObject, std::pair<uint32_t, uint32_t>> found;  // removed row, how many
    for (const uint32_t row : removed_) {
      if (before_[row].real_id == Hash128() || !before_[row].counts()) continue;
      auto& [first, count] = found.try_emplace(RealObjectOf(before_[row]), row, 0).first->second;
      ++count;
    }
    std::map<RealObject, uint32_t> arrivals;
    for (const uint32_t row : added_) ++arrivals[RealObjectOf(after_[row])];
    std::vector<bool> moved(before_.size(), false);
    for (const uint32_t row : added_) {
      const InstanceRecord& record = after_[row];
      const auto old_row = record.counts() ? found.find(RealObjectOf(record)) : found.end();
      if (old_row == found.end() || old_row->second.second != 1 ||
          arrivals[RealObjectOf(record)] != 1) {
        delta_.objects.push_back(Delta(ObjectChange::kAdded, record));
        Count(record, &delta_.added);
        continue;
      }
      moved[old_row->second.first] = true;
      delta_.objects.push_back(Delta(ObjectChange::kMoved, record));
      delta_.objects.back().former = before_[old_row->second.first].address;
      ++delta_.moved;
    }
    for (const uint32_t row : removed_) {
      if (moved[row]) continue;
      delta_.objects.push_back(Delta(ObjectChange::kRemoved, before_[row]));
      Count(before_[row], &delta_.removed);
      gone_.push_back(row);
    }
  }

  // Resources that went while a dependency list still names them.
  void AddDropped() {
    if (dangling_.empty() || gone_.empty()) return;
    std::set<std::string> gone;
    for (const uint32_t row : gone_) {
      const auto address = ParseResourceInstanceAddress(before_[row].address);
      if (address) gone.insert(ToStaticString(*address));
    }
    std::ranges::copy_if(
        dangling_, std::back_inserter(delta_.dropped),
        [&](const DanglingDependency& dangling) { return gone.contains(dangling.resource); });
  }

  const Records& before_;
  const Records& after_;
  const std::vector<DanglingDependency>& dangling_;
  std::vector<uint32_t> added_;    // rows of after_
  std::vector<uint32_t> removed_;  // rows of before_
  std::vector<uint32_t> gone_;     // removed_ without the moved ones
  VersionDelta delta_;
};

}  // namespace

std::string_view SourceOfProvider(std::string_view provider) {
  constexpr std::string_view kOpen = "provider[\"";
  const size_t open = provider.find(kOpen);
  if (open == provider.npos) return provider;
  provider.remove_prefix(open + kOpen.size());
  return provider.substr(0, provider.find("\"]"));
}

VersionDelta CompareVersions(const VersionRecord& before, const VersionRecord& after) {
  return Comparison(before, after).Compare();
}

}  // namespace tfsck
