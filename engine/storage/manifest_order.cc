// The order of the versions of one object, and the delete markers that services do not list.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "engine/storage/file_head.h"
#include "engine/storage/manifest_entry.h"
#include "engine/storage/walk_folder.h"

namespace tfsck {
namespace {

using Objects = std::vector<DialectObject>;

// Generations follow one another within this when an object is overwritten; a longer time without a
// live generation means that it was deleted and made again.
constexpr int64_t kOverwriteGapUs = 1'000'000;

class Orderer {
 public:
  Manifest Run(Objects objects) {
    std::stable_sort(objects.begin(), objects.end(), [](const auto& a, const auto& b) {
      return std::pair(std::string_view(a.object.key), a.dialect) <
             std::pair(std::string_view(b.object.key), b.dialect);
    });
    auto begin = objects.begin();
    while (begin != objects.end()) {
      const auto end = std::find_if(begin, objects.end(), [&](const DialectObject& object) {
        return object.object.key != begin->object.key || object.dialect != begin->dialect;
      });
      OrderGroup({std::move_iterator(begin), std::move_iterator(end)});
      begin = end;
    }
    AddRemarks();
    return std::move(manifest_);
  }

 private:
  void OrderGroup(Objects group) {
    DropRepeated(&group);
    switch (group.front().dialect) {
      case ManifestDialect::kS3:
        return OrderS3(std::move(group));
      case ManifestDialect::kGcs:
        return OrderGcs(std::move(group));
      case ManifestDialect::kAzure:
        return OrderAzure(std::move(group));
    }
  }

  // Pages that overlap list a version twice.
  void DropRepeated(Objects* group) {
    if (group->size() < 2) return;
    std::unordered_set<std::string> seen;
    const auto repeated = [&seen](const DialectObject& object) {
      const std::string& id = object.object.version_id;
      return !id.empty() && !seen.insert(id).second;
    };
    const size_t before = group->size();
    group->erase(std::remove_if(group->begin(), group->end(), repeated), group->end());
    repeated_ += before - group->size();
  }

  void Add(ListedObject object) {
    if (!object.time_us) ++timeless_;
    manifest_.objects.push_back(std::move(object));
  }

  // S3 lists the versions of a key newest first and, in JSON, its delete markers apart from them.
  // A second can hold several of both: the latest one is last, and before it they take turns, for
  // a delete hides something that was written.
  void OrderS3(Objects group) {
    const auto markers = std::stable_partition(
        group.begin(), group.end(),
        [](const DialectObject& object) { return !object.object.delete_marker; });
    Objects newest_first;
    auto version = group.begin();
    auto marker = markers;
    bool turn_of_marker = true;
    while (version != markers || marker != group.end()) {
      const bool take_marker =
          version == markers ||
          (marker != group.end() && IsNewer(marker->object, version->object, turn_of_marker));
      auto& taken = take_marker ? marker : version;
      newest_first.push_back(std::move(*taken));
      ++taken;
      turn_of_marker = !take_marker;
    }
    for (auto it = newest_first.rbegin(); it != newest_first.rend(); ++it) {
      Add(std::move(it->object));
    }
  }

  static bool IsNewer(const ListedObject& marker, const ListedObject& version, bool when_equal) {
    if (marker.time_us && version.time_us && marker.time_us != version.time_us) {
      return *marker.time_us > *version.time_us;
    }
    if (marker.latest != version.latest) return marker.latest;
    return when_equal;
  }

  static ListedObject MarkerOf(const DialectObject& object, bool latest) {
    ListedObject marker;
    marker.key = object.object.key;
    marker.time_us = object.deleted_us;
    marker.latest = latest;
    marker.delete_marker = true;
    return marker;
  }

  void OrderGcs(Objects group) {
    std::stable_sort(group.begin(), group.end(),
                     [](const auto& a, const auto& b) { return a.generation < b.generation; });
    const bool lock = IsLockName(BaseName(group.front().object.key));
    for (size_t i = 0; i < group.size(); ++i) {
      const bool last = i + 1 == group.size();
      group[i].object.latest &= last;
      Add(group[i].object);
      if (!group[i].deleted_us) continue;
      // A lock object is only ever made where there is none (ifGenerationMatch=0).
      if (last || lock || IsGap(*group[i].deleted_us, group[i + 1].object.time_us)) {
        Add(MarkerOf(group[i], last));
      }
    }
  }

  static bool IsGap(int64_t deleted_us, std::optional<int64_t> next_us) {
    return next_us && *next_us > deleted_us + kOverwriteGapUs;
  }

  void OrderAzure(Objects group) {
    std::stable_sort(group.begin(), group.end(), [](const auto& a, const auto& b) {
      if (a.azure_time.empty() || b.azure_time.empty()) {
        return !a.azure_time.empty() && b.azure_time.empty();
      }
      return a.azure_time < b.azure_time;
    });
    bool latest = false;
    for (const DialectObject& object : group) {
      latest |= object.object.latest;
      Add(object.object);
      if (object.deleted_us) Add(MarkerOf(object, true));
    }
    if (!latest && !group.back().deleted_us) ++without_current_;
  }

  void Remark(uint64_t count, std::string_view one, std::string_view many) {
    if (count == 0) return;
    manifest_.remarks.push_back(count == 1 ? std::string(one)
                                           : fmt::format(fmt::runtime(many), count));
  }

  void AddRemarks() {
    Remark(repeated_, "the listing names one version twice",
           "the listing names {} versions more than once");
    Remark(timeless_, "one entry of the listing has no time that can be read",
           "{} entries of the listing have no time that can be read");
    Remark(without_current_,
           "one blob has versions but no current one: it was deleted, and the listing does not say "
           "when",
           "{} blobs have versions but no current one: they were deleted, and the listing does not "
           "say when");
  }

  Manifest manifest_;
  uint64_t repeated_ = 0;
  uint64_t timeless_ = 0;
  uint64_t without_current_ = 0;
};

}  // namespace

Manifest OrderObjects(std::vector<DialectObject> objects) {
  return Orderer().Run(std::move(objects));
}

}  // namespace tfsck
