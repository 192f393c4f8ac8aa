#include "analyzers/lock_digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "analyzers/lock_commands.h"
#include "engine/digest.h"

namespace tfsck {
namespace {

// The versions of one state, brought together from listings and bytes.
class VersionCollector {
 public:
  explicit VersionCollector(const LockEvidence& evidence) : evidence_(evidence) {
    for (size_t row = 0; row < evidence.objects.size(); ++row) {
      const ListedEntry& object = evidence.objects[row];
      if (!object.version.delete_marker) objects_[object.version.key].push_back(row);
    }
    for (size_t row = 0; row < evidence.states.size(); ++row) {
      states_[evidence.states[row].state.key].push_back(row);
    }
  }

  std::vector<ObjectVersion> Collect(const StateObject& state) const {
    std::vector<ObjectVersion> versions;
    for (const size_t row : RowsOf(objects_, state.key)) {
      const ListedEntry& object = evidence_.objects[row];
      if (state.Matches({object.container, object.version.key})) AddListed(object, &versions);
    }
    const bool listed = !versions.empty();
    for (const size_t row : RowsOf(states_, state.key)) {
      const StateEvidence& given = evidence_.states[row];
      if (state.Matches(given.state)) AddBytes(given, &versions);
    }
    // One file, and nothing that says otherwise: the object itself.
    if (!listed && versions.size() == 1) versions.front().current = true;
    std::ranges::stable_sort(versions, {}, [](const ObjectVersion& version) {
      return version.time_us.value_or(INT64_MAX);
    });
    return versions;
  }

 private:
  using Rows = std::unordered_map<std::string, std::vector<size_t>>;

  static std::vector<size_t> RowsOf(const Rows& rows, const std::string& key) {
    const auto found = rows.find(key);
    return found == rows.end() ? std::vector<size_t>() : found->second;
  }

  static void AddListed(const ListedEntry& object, std::vector<ObjectVersion>* versions) {
    ObjectVersion version;
    version.name = object.version.name;
    version.version_id = object.version.version_id;
    version.md5 = object.version.md5;
    if (object.version.time_source != TimeSource::kNone) version.time_us = object.version.time_us;
    version.current = object.version.latest;
    versions->push_back(std::move(version));
  }

  static void AddBytes(const StateEvidence& given, std::vector<ObjectVersion>* versions) {
    auto same = std::ranges::find_if(*versions, [&](const ObjectVersion& version) {
      return given.version_id.empty() ? version.md5 == given.md5
                                      : version.version_id == given.version_id;
    });
    if (same == versions->end()) {
      ObjectVersion version;
      version.name = given.source;
      version.version_id = given.version_id;
      version.time_us = given.time_us;
      same = versions->insert(versions->end(), std::move(version));
    }
    same->md5 = given.md5;
    same->bytes_given = true;
    same->whole = given.readable;
    same->serial = given.serial;
    same->lineage = given.lineage;
    same->current = same->current || given.latest;
  }

  const LockEvidence& evidence_;
  Rows objects_;
  Rows states_;
};

const ObjectVersion* Current(const std::vector<ObjectVersion>& versions) {
  const auto found = std::ranges::find_if(versions, &ObjectVersion::current);
  return found == versions.end() ? nullptr : &*found;
}

// The newest version that has the stored digest.
const ObjectVersion* WithDigest(const std::vector<ObjectVersion>& versions) {
  const ObjectVersion* found = nullptr;
  for (const ObjectVersion& version : versions) {
    if (version.has_digest) found = &version;
  }
  return found;
}

// Whether `object` is what a run wrote after `before`.
bool Succeeds(const ObjectVersion& object, const ObjectVersion& before) {
  return object.whole && before.whole && object.lineage == before.lineage &&
         object.serial > before.serial;
}

class Doctor {
 public:
  Doctor(const DigestRecord& digest, const LockOptions& options, DigestDiagnosis* out)
      : digest_(digest), options_(options), out_(*out) {}

  void Mismatch(const ObjectVersion& current, const ObjectVersion* matching) {
    if (matching == nullptr) {
      WithoutMatch(current);
    } else if (current.bytes_given && !current.whole) {
      Restore(*matching, "the object is damaged");
    } else if (Succeeds(current, *matching)) {
      Set(current,
          fmt::format("the object is the successor of the version that has the digest "
                      "(serial {} after {}), so its writer died before it wrote the digest",
                      current.serial, matching->serial));
    } else if (current.bytes_given && matching->bytes_given) {
      Restore(*matching, NotSuccessor(current, *matching));
    } else {
      out_.advice = fmt::format(
          "{} has the stored digest; whether the object in its place is its successor cannot be "
          "said without the bytes of both: bring them",
          matching->name);
    }
  }

  void NoObject() {
    out_.advice =
        "The object is gone and its digest is still there: restore the object if its version can "
        "be found, else delete the digest";
    out_.commands = {SaveDigest(digest_, options_), DeleteDigest(digest_, options_)};
  }

  void Malformed(const ObjectVersion* current) {
    out_.advice = "Terraform skips the check; the next write of the state stores a good digest";
    if (current == nullptr || !current->whole || current->md5.empty()) return;
    out_.commands = {SaveDigest(digest_, options_), SetDigest(digest_, current->md5, options_)};
  }

 private:
  static std::string NotSuccessor(const ObjectVersion& current, const ObjectVersion& matching) {
    if (current.lineage != matching.lineage) {
      return "the object is of another lineage than the version that has the digest, so somebody "
             "copied another state over it";
    }
    return fmt::format(
        "the object has serial {}, the version that has the digest {}, so somebody "
        "restored or copied an older object",
        current.serial, matching.serial);
  }

  void WithoutMatch(const ObjectVersion& current) {
    if (!current.bytes_given) {
      out_.advice = fmt::format(
          "No version that was given has the stored digest, and whether {} is whole cannot be said "
          "without its bytes: bring them",
          current.name);
    } else if (current.whole) {
      Set(current,
          "no version that was given has the stored digest and the object is whole: if it is the "
          "state you want");
    } else {
      out_.advice =
          "The object is damaged, and no version that was given has the stored digest: bring the "
          "older versions of the object";
    }
  }

  void Set(const ObjectVersion& current, const std::string& because) {
    out_.advice = fmt::format("Set Digest to {}: {}", current.md5, because);
    out_.commands = {SaveObject(digest_.state), SaveDigest(digest_, options_),
                     SetDigest(digest_, current.md5, options_)};
  }

  void Restore(const ObjectVersion& version, const std::string& because) {
    out_.advice = fmt::format("Restore {}, which has the stored digest: {}", version.name, because);
    if (version.version_id.empty()) return;
    out_.commands = {SaveObject(digest_.state), RestoreVersion(digest_.state, version.version_id)};
  }

  const DigestRecord& digest_;
  const LockOptions& options_;
  DigestDiagnosis& out_;
};

// A hostile listing could ask for any number of copies.
void Trim(DigestDiagnosis* diagnosis) {
  std::vector<ObjectVersion>& versions = diagnosis->versions;
  const size_t count = versions.size();
  if (count <= DigestDiagnosis::kMostVersions) return;
  size_t row = 0;
  std::erase_if(versions, [&](const ObjectVersion& version) {
    const bool newest = ++row + DigestDiagnosis::kMostVersions > count;
    return !newest && !version.current && !version.has_digest;
  });
  diagnosis->versions_left_out = count - versions.size();
}

DigestDiagnosis Diagnose(const DigestRecord& digest, const VersionCollector& collector,
                         const LockEvidence& evidence, const LockOptions& options) {
  DigestDiagnosis diagnosis;
  diagnosis.versions = collector.Collect(digest.state);
  for (ObjectVersion& version : diagnosis.versions) {
    version.has_digest = !version.md5.empty() && version.md5 == digest.digest;
  }
  const ObjectVersion* current = Current(diagnosis.versions);
  Doctor doctor(digest, options, &diagnosis);
  if (!IsMd5Hex(digest.digest)) {
    diagnosis.state = DigestState::kMalformed;
    doctor.Malformed(current);
  } else if (current != nullptr && current->has_digest) {
    diagnosis.state = DigestState::kMatches;
  } else if (current != nullptr && !current->md5.empty()) {
    diagnosis.state = DigestState::kMismatch;
    doctor.Mismatch(*current, WithDigest(diagnosis.versions));
  } else if (current == nullptr && evidence.ListingCovers(LockBackend::kS3, digest.state)) {
    diagnosis.state = DigestState::kNoObject;
    doctor.NoObject();
  } else {
    diagnosis.advice =
        "Which bytes readers get is not known: bring the state object, or a listing "
        "of its versions";
  }
  Trim(&diagnosis);
  return diagnosis;
}

}  // namespace

std::string_view DigestStateName(DigestState state) {
  constexpr std::array<std::string_view, 5> kNames = {"matches", "mismatch", "malformed",
                                                      "no object", "unknown"};
  return kNames[static_cast<size_t>(state)];
}

std::vector<DigestDiagnosis> DiagnoseDigests(const LockEvidence& evidence,
                                             const LockOptions& options) {
  const VersionCollector collector(evidence);
  std::vector<DigestDiagnosis> diagnoses;
  for (const DigestRecord& digest : evidence.digests) {
    diagnoses.push_back(Diagnose(digest, collector, evidence, options));
  }
  return diagnoses;
}

}  // namespace tfsck
