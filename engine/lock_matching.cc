// LockEvidenceReader::Take: which lock object a body belongs to, and which state a file is.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/lock_evidence.h"
#include "engine/lock_formats.h"

namespace tfsck {
namespace {

// ---- lock objects and their bodies ----

bool IsLiveLock(const ListedEntry& object) {
  return object.version.latest && !object.version.delete_marker &&
         object.version.key.ends_with(".tflock");
}

// Records that are documents of their own, and fetched bodies, to be found by what a listing tells.
class Bodies {
 public:
  explicit Bodies(const LockEvidence& evidence) {
    for (size_t row = 0; row < evidence.records.size(); ++row) {
      const LockRecord& record = evidence.records[row];
      if (record.body_md5.empty()) continue;
      by_md5_.emplace(record.body_md5, row);
      by_place_.emplace(record.lock_place, row);
    }
    for (const LockBody& body : evidence.lock_bodies) {
      fetched_.emplace(std::pair(body.key, body.version_id), &body);
    }
  }

  // Row of the record that is the object's body: it has its bytes, or its Path names it.
  std::optional<size_t> RecordOf(const ListedEntry& object, const LockEvidence& evidence) const {
    if (const auto row = by_md5_.find(object.version.md5); row != by_md5_.end()) {
      if (evidence.records[row->second].backend == object.backend) return row->second;
    }
    const auto [first, last] = by_place_.equal_range(object.version.key);
    for (auto row = first; row != last; ++row) {
      const LockRecord& record = evidence.records[row->second];
      const bool same = object.container.empty() || record.state.container == object.container;
      if (record.backend == object.backend && same) return row->second;
    }
    return std::nullopt;
  }

  const LockBody* FetchedOf(const StoredVersion& version) const {
    const auto found = fetched_.find(std::pair(version.key, version.version_id));
    return found == fetched_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::string, size_t> by_md5_;
  std::multimap<std::string, size_t> by_place_;
  std::map<std::pair<std::string, std::string>, const LockBody*> fetched_;
};

void Describe(const ListedEntry& object, LockRecord* record) {
  record->lock_place = object.version.key;
  if (object.version.time_source != TimeSource::kNone) record->modified_us = object.version.time_us;
  if (!object.container.empty()) record->state.container = object.container;
  record->state.key = StateKeyOfLock(object.backend, object.version.key).value_or("");
  if (object.backend == LockBackend::kGcs) {
    record->generation = object.version.version_id;
    record->unlock_id = record->generation;
  }
}

void JoinLockObjects(LockEvidence* evidence) {
  const Bodies bodies(*evidence);
  std::vector<LockBody> found;  // apart: `bodies` points into evidence->lock_bodies
  for (const ListedEntry& object : evidence->objects) {
    if (!IsLiveLock(object)) continue;
    std::optional<size_t> row = bodies.RecordOf(object, *evidence);
    if (!row) {
      LockRecord listed;
      listed.backend = object.backend;
      listed.source = object.source;
      if (const LockBody* body = bodies.FetchedOf(object.version)) {
        SetLockInfo(body->info, &listed);
      }
      row = evidence->records.size();
      evidence->records.push_back(std::move(listed));
    } else if (bodies.FetchedOf(object.version) == nullptr) {
      found.push_back(
          {object.version.key, object.version.version_id, evidence->records[*row].info});
    }
    Describe(object, &evidence->records[*row]);
  }
  std::ranges::move(found, std::back_inserter(evidence->lock_bodies));
}

// ---- local states ----

void FindLocalStates(LockEvidence* evidence) {
  std::map<std::string, size_t> states;
  for (size_t row = 0; row < evidence->states.size(); ++row) {
    states.emplace(evidence->states[row].source, row);
  }
  for (LockRecord& record : evidence->records) {
    if (record.backend != LockBackend::kLocal) continue;
    for (const std::string& path : StatePathsOfLocalLock(record.source)) {
      const auto found = states.find(path);
      if (found == states.end()) continue;
      StateEvidence& state = evidence->states[found->second];
      record.os_lock_known = true;
      record.os_lock_held = state.locked;
      if (record.state.key.empty()) record.state.key = state.source;
      state.state = record.state;
    }
  }
}

// ---- states and their keys ----

// The states that anything else in the evidence speaks of.
std::map<std::string, StateObject> KnownObjects(const LockEvidence& evidence) {
  std::map<std::string, StateObject> by_key;
  const auto add = [&](const StateObject& state) {
    if (state.key.empty()) return;
    StateObject& known = by_key[state.key];
    if (known.container.empty()) known = state;
  };
  for (const LockRecord& record : evidence.records) add(record.state);
  for (const DigestRecord& digest : evidence.digests) add(digest.state);
  for (const ListedEntry& object : evidence.objects) {
    if (!StateKeyOfLock(object.backend, object.version.key)) {
      add({object.container, object.version.key});
    }
  }
  return by_key;
}

class KeyFinder {
 public:
  explicit KeyFinder(const LockEvidence& evidence) : known_(KnownObjects(evidence)) {
    for (const ListedEntry& object : evidence.objects) {
      const std::string& md5 = object.version.md5;
      if (md5.empty() || StateKeyOfLock(object.backend, object.version.key)) continue;
      const ListedEntry*& listed = by_md5_[md5];
      if (listed == nullptr || object.version.latest) listed = &object;
    }
    for (const DigestRecord& digest : evidence.digests) {
      if (digest.has_digest) by_digest_.emplace(digest.digest, &digest.state);
    }
  }

  // By its bytes (a listing's or a digest's MD5), by its path, or because there is but one state.
  void Find(StateEvidence* state) const {
    if (const auto listed = by_md5_.find(state->md5); listed != by_md5_.end()) {
      Take(*listed->second, state);
    } else if (const auto digest = by_digest_.find(state->md5); digest != by_digest_.end()) {
      state->state = *digest->second;
    } else if (const StateObject* named = ByPath(state->source)) {
      state->state = *named;
    } else if (known_.size() == 1 && by_digest_.empty()) {
      // Not beside a digest: a file that is another state would look like a mismatch.
      state->state = known_.begin()->second;
    }
  }

 private:
  static void Take(const ListedEntry& object, StateEvidence* state) {
    state->state = {object.container, object.version.key};
    state->version_id = object.version.version_id;
    state->latest = object.version.latest;
    if (object.version.time_source != TimeSource::kNone) state->time_us = object.version.time_us;
  }

  // A copy of a bucket keeps the keys as the ends of its paths.
  const StateObject* ByPath(const std::string& path) const {
    for (size_t begin = 0; begin < path.size();) {
      if (const auto found = known_.find(path.substr(begin)); found != known_.end()) {
        return &found->second;
      }
      begin = std::min(path.find('/', begin), path.size() - 1) + 1;
    }
    return nullptr;
  }

  std::map<std::string, StateObject> known_;
  std::map<std::string, const ListedEntry*> by_md5_;
  std::map<std::string, const StateObject*> by_digest_;
};

void IndexObjects(LockEvidence* evidence) {
  for (size_t row = 0; row < evidence->objects.size(); ++row) {
    const StoredVersion& version = evidence->objects[row].version;
    evidence->folders[FolderOfKey(version.key)].push_back(row);
    if (version.latest && !version.delete_marker)
      evidence->live_objects[version.key].push_back(row);
  }
}

// A table has one item of each LockID; of several exports of it the last one given counts.
void DropRepeatedDigests(std::vector<DigestRecord>* digests) {
  std::set<std::string> seen;
  std::vector<DigestRecord> kept;
  for (auto digest = digests->rbegin(); digest != digests->rend(); ++digest) {
    if (seen.insert(digest->lock_id).second) kept.push_back(std::move(*digest));
  }
  std::ranges::reverse(kept);
  *digests = std::move(kept);
}

StateObject NamedObject(const LockEvidence& evidence, const std::string& name) {
  for (const auto& [key, known] : KnownObjects(evidence)) {
    if (known.key == name || known.Text() == name) return known;
  }
  return {"", name};
}

}  // namespace

std::vector<std::string> StatePathsOfLocalLock(const std::string& lock) {
  const size_t slash = lock.rfind('/') + 1;
  std::string name = lock.substr(slash);
  if (!CutSuffix(".lock.info", &name)) return {};
  std::vector<std::string> paths = {lock.substr(0, slash) + name};
  if (CutPrefix(".", &name)) paths.push_back(lock.substr(0, slash) + name);
  return paths;
}

LockEvidence LockEvidenceReader::Take(const std::string& object) {
  DropRepeatedDigests(&evidence_.digests);
  JoinLockObjects(&evidence_);
  FindLocalStates(&evidence_);
  IndexObjects(&evidence_);
  const KeyFinder finder(evidence_);
  for (StateEvidence& state : evidence_.states) {
    if (state.state.key.empty()) finder.Find(&state);
    if (state.state.key.empty() && !object.empty()) state.state = NamedObject(evidence_, object);
  }
  return std::exchange(evidence_, {});
}

}  // namespace tfsck
