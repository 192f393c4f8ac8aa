#include "analyzers/lock_gates.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzers/lock_commands.h"
#include "analyzers/lock_holder.h"
#include "engine/base/time_text.h"
#include "engine/tool_version.h"

namespace tfsck {
namespace {

// Clocks of the holder and of the storage service may differ by this much.
constexpr int64_t kClockSlack = int64_t{5} * 1'000'000;

GateResult Yes(Gate gate, std::string reason) {
  return {gate, GateAnswer::kYes, false, std::move(reason), ""};
}

GateResult No(Gate gate, std::string reason, std::string bring) {
  return {gate, GateAnswer::kNo, false, std::move(reason), std::move(bring)};
}

GateResult Alive(Gate gate, std::string reason) {
  return {gate, GateAnswer::kNo, true, std::move(reason), ""};
}

GateResult Unknown(Gate gate, std::string reason, std::string bring) {
  return {gate, GateAnswer::kUnknown, false, std::move(reason), std::move(bring)};
}

constexpr std::string_view kNoTime = "the record does not tell when it was made";

std::optional<int64_t> AgeOf(const LockRecord& record, const LockOptions& options) {
  if (!record.created_us) return std::nullopt;
  return options.now_us - *record.created_us;
}

std::string TimeHint(const LockRecord& record) {
  return record.has_info ? "" : "the lock record itself";
}

std::string HistoryHint(const LockRecord& record) {
  const std::string command = HistoryCommand(record);
  constexpr std::string_view kSay = "--longest-hold TIME, if you know how long a run may take";
  if (command.empty()) return std::string(kSay);
  return fmt::format("past holds, from `{}` of a versioned bucket; or {}", command, kSay);
}

GateResult CompareAge(int64_t age, int64_t longest, const std::string& known_by,
                      const LockOptions& options) {
  const std::string words =
      fmt::format("it is {} old, {} {}", SpanText(age), known_by, SpanText(longest));
  if (age > kAgeFactor * longest) return Yes(Gate::kAge, words);
  // No sign of life where the person knows better.
  if (age <= longest && !options.holder_gone) return Alive(Gate::kAge, words);
  return Unknown(Gate::kAge, words,
                 fmt::format("nothing but time: it speaks for a dead holder {} after it was taken",
                             SpanText(kAgeFactor * longest)));
}

}  // namespace

GateResult ProcessGate(const LockRecord& record) {
  if (!record.os_lock_known) {
    return Unknown(Gate::kProcess, "the state file does not lie beside the lock info",
                   "the folder itself, on the machine where Terraform runs");
  }
  if (record.os_lock_held) {
    return Alive(Gate::kProcess, "a process holds the operating system's lock of the state file");
  }
  return Yes(Gate::kProcess, "no process on this machine holds the state file's lock");
}

GateResult SessionGate(const LockRecord& record) {
  if (!record.session.empty()) {
    return Alive(Gate::kSession,
                 fmt::format("session {} holds the lock; one that its client does not renew ends "
                             "after 15 s",
                             record.session));
  }
  if (!record.session_known) {
    return Unknown(Gate::kSession, "`consul kv export` does not tell sessions",
                   "`consul kv get -detailed PATH/.lock`, or /v1/kv/PATH?recurse of the HTTP API");
  }
  return Yes(Gate::kSession, "no session holds the lock");
}

GateResult AgeGate(const LockRecord& record, const LockContext& context,
                   const LockOptions& options) {
  const auto age = AgeOf(record, options);
  if (!age) return Unknown(Gate::kAge, std::string(kNoTime), TimeHint(record));
  if (*age < 0) {
    return Unknown(Gate::kAge,
                   fmt::format("it was taken {} after the time it is judged at: clocks disagree",
                               SpanText(-*age)),
                   "a correct --now");
  }
  if (options.longest_hold_us) {
    return CompareAge(*age, *options.longest_hold_us, "and you say that a hold takes at most",
                      options);
  }
  const auto holds = context.HoldsOf(record.state);
  if (!holds || holds->count < kFewestHolds) {
    const std::string known =
        !holds ? "no past holds of this lock are known"
               : fmt::format("only {} past hold{} of this lock {} known", holds->count,
                             holds->count == 1 ? "" : "s", holds->count == 1 ? "is" : "are");
    return Unknown(Gate::kAge, fmt::format("it is {} old; {}", SpanText(*age), known),
                   HistoryHint(record));
  }
  return CompareAge(*age, holds->longest_us,
                    fmt::format("the longest of {} past holds took", holds->count), options);
}

GateResult OperationGate(const LockRecord& record, const LockOptions& options) {
  const std::string& operation = record.info.operation;
  const auto limit = OperationLimit(operation);
  if (!limit) {
    return Unknown(Gate::kOperation,
                   operation.empty() ? "the record names no operation"
                                     : fmt::format("no limit is known for \"{}\"", operation),
                   "what the holder was doing");
  }
  const auto age = AgeOf(record, options);
  if (!age) return Unknown(Gate::kOperation, std::string(kNoTime), TimeHint(record));
  const std::string words = fmt::format("{}, {} old, may take up to {}", OperationWords(operation),
                                        SpanText(std::max<int64_t>(*age, 0)), SpanText(*limit));
  if (*age > *limit) return Yes(Gate::kOperation, words);
  if (options.holder_gone) return Yes(Gate::kOperation, words + "; but you say its holder is gone");
  return No(Gate::kOperation, words, "nothing but time, or the holder's end (--holder-gone)");
}

GateResult HolderGate(const LockRecord& record, const LockOptions& options) {
  const std::string& who = record.held_by.empty() ? record.info.who : record.held_by;
  if (options.holder_gone) return Yes(Gate::kHolder, "you say so (--holder-gone)");
  if (who.empty()) {
    return Unknown(Gate::kHolder, "the record names no holder", "who it is");
  }
  if (record.backend == LockBackend::kHcp) {
    return Unknown(Gate::kHolder, fmt::format("{} holds it", who),
                   "its page in HCP Terraform; --holder-gone once it has ended");
  }
  const Holder holder = ClassifyHolder(who);
  const auto age = AgeOf(record, options);
  const std::string after = "; --holder-gone once it has ended";
  if (holder.kind == HolderKind::kRunner) {
    const std::string words = fmt::format("{} is a job of {}", who, holder.system);
    if (holder.limit_us && age && *age > *holder.limit_us) {
      return Yes(Gate::kHolder, fmt::format("{}, which ends every job after {}", words,
                                            SpanText(*holder.limit_us)));
    }
    return Unknown(Gate::kHolder, words, "the job's status" + after);
  }
  if (holder.kind == HolderKind::kContainer) {
    return Unknown(Gate::kHolder, fmt::format("{} is a container", who),
                   "whether it still runs" + after);
  }
  return Unknown(Gate::kHolder, fmt::format("{} is a person or a machine of their own", who),
                 "that person's word, or the processes of that machine" + after);
}

GateResult QuietGate(const LockRecord& record, const LockContext& context,
                     const SecondSample* again, const LockOptions& options) {
  const StateFacts facts = context.FactsOf(record.state);
  if (again != nullptr) {
    const StateFacts later = again->FactsOf(record.state);
    if (!facts.md5.empty() && !later.md5.empty() && facts.md5 != later.md5) {
      return Alive(Gate::kQuiet, "the state changed between the two samples");
    }
  }
  const auto written = record.backend == LockBackend::kAzure && !facts.written_us
                           ? record.modified_us
                           : facts.written_us;
  if (!written) {
    const std::string command = StateTimeCommand(record);
    return Unknown(Gate::kQuiet, "when the state was last written is not known",
                   command.empty() ? "when the storage says it was" : "`" + command + "`");
  }
  if (record.created_us && *written <= *record.created_us + kClockSlack) {
    return Yes(Gate::kQuiet, "the state was not written since the lock was taken");
  }
  const int64_t ago = std::max<int64_t>(0, options.now_us - *written);
  if (ago <= kQuietAfterUs) {
    return Alive(Gate::kQuiet,
                 fmt::format("the state was written {} ago, under this lock", SpanText(ago)));
  }
  return Yes(Gate::kQuiet, fmt::format("the last write under this lock was {} ago", SpanText(ago)));
}

GateResult SameLockGate(const LockRecord& record, const SecondSample* again) {
  if (again == nullptr) {
    return Unknown(Gate::kSameLock, "there is no second sample",
                   "the same export some minutes later: --again FILE");
  }
  const LockRecord* later = again->Find(record);
  if (later == nullptr) {
    if (again->Covers(record)) {
      return Alive(Gate::kSameLock, "the second sample has no such lock: it was released");
    }
    return Unknown(Gate::kSameLock, "the second sample is of another place",
                   "the same export some minutes later: --again FILE");
  }
  if (later->unlock_id == record.unlock_id && later->info.id == record.info.id) {
    return Yes(Gate::kSameLock, "the second sample shows the same lock");
  }
  return Alive(Gate::kSameLock,
               fmt::format("the second sample shows another lock, of {}",
                           later->info.who.empty() ? later->unlock_id : later->info.who));
}

GateResult VersionGate(const LockRecord& record, const LockContext& context) {
  const StateFacts facts = context.FactsOf(record.state);
  if (record.info.version.empty() || facts.tool_version.empty()) {
    return Unknown(Gate::kVersion,
                   record.info.version.empty() ? "the record names no version"
                                               : "which version wrote the state is not known",
                   "the state itself (`terraform state pull` takes no lock)");
  }
  const auto lock = ParseToolVersion(record.info.version);
  const auto state = ParseToolVersion(facts.tool_version);
  const std::string words =
      fmt::format("the lock is of {}, the state of {}", record.info.version, facts.tool_version);
  const bool older =
      lock && state && std::ranges::lexicographical_compare(lock->segments, state->segments);
  if (lock && state && !older) return Yes(Gate::kVersion, words);
  return No(Gate::kVersion, words + ": two versions are at work",
            "which runners still use the older one");
}

}  // namespace tfsck
