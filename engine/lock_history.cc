#include "engine/lock_history.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <tuple>
#include <utility>

namespace tfsck {
namespace {

constexpr int64_t kSecond = 1'000'000;

using Versions = std::vector<const StoredVersion*>;
using BodyKey = std::pair<std::string, std::string>;
using Bodies = std::map<BodyKey, const LockInfo*>;

bool HasTime(const StoredVersion& version) { return version.time_source != TimeSource::kNone; }

// Whole seconds, as Amazon S3 lists them: order within one second is not known.
bool IsCoarse(const StoredVersion& version) { return version.time_us % kSecond == 0; }

// The holds of one lock object.
class HoldReader {
 public:
  HoldReader(const std::string& object, LockBackend backend, const Bodies& bodies,
             std::vector<LockHold>* out)
      : object_(object),
        state_(StateKeyOfLock(backend, object).value_or(object)),
        bodies_(bodies),
        out_(out) {}

  // Of equal times a marker first while a lock is held, a version first while none is: that is how
  // one client's lock and unlock follow each other.
  void Read(Versions events) {
    std::ranges::stable_sort(events, {}, [](const StoredVersion* v) { return v->time_us; });
    for (auto begin = events.begin(); begin != events.end();) {
      const auto end = std::find_if(begin, events.end(), [&](const StoredVersion* v) {
        return v->time_us != (*begin)->time_us;
      });
      ReadMoment(std::span(begin, end));
      begin = end;
    }
  }

 private:
  void ReadMoment(std::span<const StoredVersion* const> events) {
    std::array<std::deque<const StoredVersion*>, 2> queues;  // versions, markers
    for (const StoredVersion* event : events) queues[event->delete_marker ? 1 : 0].push_back(event);
    while (!queues[0].empty() || !queues[1].empty()) {
      const size_t wanted = open_ ? 1 : 0;
      auto& queue = queues[wanted].empty() ? queues[1 - wanted] : queues[wanted];
      Take(*queue.front());
      queue.pop_front();
    }
  }

  void Take(const StoredVersion& version) {
    if (version.delete_marker) {
      Close(version.time_us, HoldEnd::kReleased);
      return;
    }
    Close(version.time_us, HoldEnd::kOverwritten);
    LockHold hold;
    hold.object = object_;
    hold.state = state_;
    hold.version_id = version.version_id;
    hold.start_us = version.time_us;
    if (const auto body = bodies_.find({version.key, version.version_id}); body != bodies_.end()) {
      hold.has_info = true;
      hold.info = *body->second;
    }
    open_ = out_->size();
    out_->push_back(std::move(hold));
  }

  void Close(int64_t time_us, HoldEnd end) {
    if (!open_) return;  // a marker of an older lock, whose version has expired
    LockHold& hold = (*out_)[*open_];
    hold.end_us = time_us;
    hold.end = end;
    open_.reset();
  }

  const std::string& object_;
  const std::string state_;
  const Bodies& bodies_;
  std::vector<LockHold>* out_;
  std::optional<size_t> open_;  // row of the hold that has not ended yet
};

// Which of `holds` (one state's, by start) covers a write.  `slack` for coarse clocks.
LockHold* HoldAt(std::span<LockHold> holds, int64_t time_us, int64_t slack) {
  const auto after = std::ranges::upper_bound(holds, time_us + slack, {}, &LockHold::start_us);
  if (after == holds.begin()) return nullptr;
  LockHold& hold = *std::prev(after);
  return !hold.end_us || time_us <= *hold.end_us + slack ? &hold : nullptr;
}

void TakeWrite(const StoredVersion& write, std::span<LockHold> holds, LockHistory* history) {
  // Before the first lock that is still listed nothing is known.
  if (holds.empty() || write.time_us < holds.front().start_us) return;
  LockHold* hold = HoldAt(holds, write.time_us, IsCoarse(write) ? kSecond : 0);
  if (hold == nullptr) {
    history->unguarded.push_back({write.key, write.version_id, write.name, write.time_us});
    return;
  }
  ++hold->writes;
  hold->last_write_us = std::max(hold->last_write_us.value_or(write.time_us), write.time_us);
}

std::map<std::string, std::span<LockHold>> ByState(std::vector<LockHold>* holds) {
  std::map<std::string, std::span<LockHold>> by_state;
  for (size_t begin = 0; begin < holds->size();) {
    size_t end = begin;
    while (end < holds->size() && (*holds)[end].state == (*holds)[begin].state) ++end;
    by_state.emplace((*holds)[begin].state, std::span(*holds).subspan(begin, end - begin));
    begin = end;
  }
  return by_state;
}

void FindOverlaps(LockHistory* history) {
  for (size_t i = 0; i + 1 < history->holds.size(); ++i) {
    const bool same = history->holds[i].state == history->holds[i + 1].state;
    if (same && history->holds[i].end == HoldEnd::kOverwritten) {
      history->overlaps.push_back({i, i + 1});
    }
  }
}

void TakeWrites(std::span<const StoredVersion> versions, LockHistory* history) {
  auto by_state = ByState(&history->holds);
  Versions writes;
  for (const StoredVersion& version : versions) {
    if (HasTime(version) && !version.delete_marker) writes.push_back(&version);
  }
  std::ranges::stable_sort(writes, [](const StoredVersion* a, const StoredVersion* b) {
    return std::tie(a->key, a->time_us, a->version_id) <
           std::tie(b->key, b->time_us, b->version_id);
  });
  for (const StoredVersion* write : writes) {
    if (const auto holds = by_state.find(write->key); holds != by_state.end()) {
      TakeWrite(*write, holds->second, history);
    }
  }
}

}  // namespace

std::string_view HoldEndName(HoldEnd end) {
  constexpr std::array<std::string_view, 3> kNames = {"released", "overwritten", "open"};
  return kNames[static_cast<size_t>(end)];
}

LockHistory ReadLockHistory(std::span<const StoredVersion> locks,
                            std::span<const StoredVersion> versions,
                            std::span<const LockBody> bodies) {
  Bodies by_version;
  for (const LockBody& body : bodies) {
    by_version.emplace(BodyKey(body.key, body.version_id), &body.info);
  }
  std::map<std::string, Versions> by_object;
  for (const StoredVersion& version : locks) {
    if (HasTime(version)) by_object[version.key].push_back(&version);
  }
  LockHistory history;
  for (auto& [object, events] : by_object) {
    const LockBackend backend = BackendOfVersion(*events.front());
    HoldReader(object, backend, by_version, &history.holds).Read(std::move(events));
  }
  FindOverlaps(&history);
  TakeWrites(versions, &history);
  return history;
}

LockHistory ReadLockHistory(const LockEvidence& evidence) {
  std::vector<StoredVersion> locks;
  std::vector<StoredVersion> versions;
  for (const ListedEntry& object : evidence.objects) {
    const bool lock = StateKeyOfLock(object.backend, object.version.key).has_value();
    (lock ? locks : versions).push_back(object.version);
  }
  return ReadLockHistory(locks, versions, evidence.lock_bodies);
}

int64_t IdleBeforeEnd(const LockHold& hold, int64_t now_us) {
  return std::max<int64_t>(
      0, hold.end_us.value_or(now_us) - hold.last_write_us.value_or(hold.start_us));
}

}  // namespace tfsck
