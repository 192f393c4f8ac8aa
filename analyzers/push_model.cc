#include "analyzers/push_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzers/read_error.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

constexpr int kCrashInCommand = 11;
constexpr int kCrashElsewhere = 2;

std::string Quoted(std::string_view text) {
  std::string quoted;
  AppendGoQuoted(text, &quoted);
  return quoted;
}

// Plays the command once, with given answers to "are the two the same text?" where that depends on
// the order of check results.
class Push {
 public:
  Push(const PushRequest& request, bool same_body)
      : request_(request),
        source_(request.source->state),
        same_body_(same_body),
        random_(HasRandomOrder(source_)) {}

  // Every outcome there can be, the one without luck first.
  std::vector<PushOutcome> Outcomes() {
    std::vector<PushOutcome> outcomes;
    for (const bool same_at_import : {true, false}) {
      for (const bool same_at_write : {true, false}) {
        if (!random_ && (!same_at_import || !same_at_write)) continue;
        luck_ = {same_at_import, same_at_write};
        PushOutcome outcome = Play();
        if (std::ranges::find(outcomes, outcome) == outcomes.end()) {
          outcomes.push_back(std::move(outcome));
        }
      }
    }
    return outcomes;
  }

 private:
  struct Luck {
    bool at_import = true;
    bool at_write = true;
  };

  PushOutcome Play() const {
    const PushSide& source = *request_.source;
    if (const auto error = ErrorOfReading(source.document, source.state)) {
      return Refuse(PushAnswer::kSourceUnreadable,
                    "Error reading source state " + Quoted(source.document.path) + ": ", *error,
                    kCrashInCommand);
    }
    const BackendKind& backend = *request_.backend;
    const PushSide* destination = request_.destination;
    if (destination != nullptr && destination->document.buffer.bytes.empty() &&
        backend.empty_is_absent) {
      destination = nullptr;
    }
    if (destination != nullptr) {
      Document unpacked = destination->document;
      unpacked.gzip = false;  // the backends that keep it packed unpack it
      if (const auto error = ErrorOfReading(unpacked, destination->state)) {
        return RefuseDestination(*error);
      }
    }
    return backend.local ? PlayLocal(destination) : PlayRemote(destination);
  }

  // ---- refusals ----

  static PushOutcome Refuse(PushAnswer answer, const std::string& prefix, const ReadError& error,
                            int crash_status) {
    PushOutcome outcome;
    outcome.answer = answer;
    outcome.exit_status = error.crashes ? crash_status : 1;
    if (!error.crashes) outcome.message = prefix + error.text;
    return outcome;
  }

  // Taking the local lock reads the file; others read when the workspace is opened or later.
  PushOutcome RefuseDestination(const ReadError& error) const {
    const BackendKind& backend = *request_.backend;
    const char* const prefix = backend.local  ? "Error acquiring the state lock\n\nError message: "
                               : Precreates() ? "Failed to load destination state: "
                                              : "Failed to refresh destination state: ";
    return Refuse(PushAnswer::kDestinationUnreadable, prefix, error,
                  backend.local ? kCrashElsewhere : kCrashInCommand);
  }

  // TF: CheckValidImport.
  std::optional<PushOutcome> CheckImport(const StateSnapshot& stored) const {
    if (request_.force || IsEmptyState(stored)) return std::nullopt;
    PushOutcome outcome;
    outcome.exit_status = 1;
    switch (Relate(source_.lineage, source_.serial, stored.lineage, stored.serial)) {
      case SnapshotRelation::kNewer:
      case SnapshotRelation::kLegacy:
        return std::nullopt;
      case SnapshotRelation::kUnrelated:
        outcome.answer = PushAnswer::kUnrelatedLineage;
        outcome.message =
            fmt::format("cannot import state with lineage {} over unrelated state with lineage {}",
                        Quoted(source_.lineage), Quoted(stored.lineage));
        break;
      case SnapshotRelation::kOlder:
        outcome.answer = PushAnswer::kOlderSerial;
        outcome.message =
            fmt::format("cannot import state with serial {} over newer state with serial {}",
                        source_.serial, stored.serial);
        break;
      case SnapshotRelation::kEqual:
        if (same_body_ && luck_.at_import) return std::nullopt;
        outcome.answer = PushAnswer::kSameSerial;
        outcome.message = fmt::format(
            "cannot overwrite existing state with serial {} with a different state that has the "
            "same serial",
            source_.serial);
    }
    outcome.message = "Failed to write state: " + outcome.message;
    return outcome;
  }

  // ---- what is stored ----

  PushOutcome Store(uint64_t serial) const {
    PushOutcome outcome;
    outcome.writes = true;
    outcome.serial = serial;
    outcome.lineage = source_.lineage;
    return outcome;
  }

  // Written twice: with the file's serial, then again, one higher where the content is not the
  // one that was read at first (TF: Filesystem.WriteStateForMigration, WriteState).
  PushOutcome PlayLocal(const PushSide* destination) const {
    if (destination == nullptr) return Store(source_.serial + (luck_.at_write ? 0 : 1));
    if (auto refusal = CheckImport(destination->state)) return *refusal;
    const bool same = same_body_ && luck_.at_write;
    return Store(source_.serial + (same ? 0 : 1));
  }

  bool Precreates() const {
    return request_.default_workspace ? request_.backend->creates_default
                                      : request_.backend->creates_others;
  }

  // TF: remote.State.PersistState.
  PushOutcome PlayRemote(const PushSide* destination) const {
    if (destination == nullptr) {
      if (Precreates()) return Store(source_.serial + 1);
      PushOutcome outcome = Store(1);
      outcome.lineage.clear();
      outcome.new_lineage = true;
      return outcome;
    }
    const StateSnapshot& stored = destination->state;
    if (auto refusal = CheckImport(stored)) return *refusal;
    const bool unchanged = same_body_ && luck_.at_write && !stored.lineage.empty() &&
                           source_.lineage == stored.lineage && stored.serial != 0 &&
                           source_.serial == stored.serial;
    PushOutcome outcome = Store(unchanged ? source_.serial : source_.serial + 1);
    outcome.writes = !unchanged;
    return outcome;
  }

  const PushRequest& request_;
  const StateSnapshot& source_;
  bool same_body_;
  bool random_;
  Luck luck_;
};

}  // namespace

std::vector<PushOutcome> PlayPush(const PushRequest& request, bool same_body) {
  return Push(request, same_body).Outcomes();
}

}  // namespace tfsck
