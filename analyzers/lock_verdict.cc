#include "analyzers/lock_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "analyzers/lock_commands.h"
#include "analyzers/lock_gates.h"

namespace tfsck {
namespace {

struct GateRow {
  std::string_view id;
  std::string_view question;
};

constexpr std::array kGates = {
    GateRow{"process", "no process behind it?"},
    GateRow{"session", "no session behind it?"},
    GateRow{"age", "older than holds get?"},
    GateRow{"operation", "older than its operation takes?"},
    GateRow{"holder", "its holder gone?"},
    GateRow{"quiet", "nobody writing the state?"},
    GateRow{"same-lock", "the same lock a while later?"},
    GateRow{"version", "no newer version at work?"},
};

// What Terraform's own message does not tell about a lock of this kind.
std::vector<std::string> HiddenFacts(const LockRecord& record) {
  std::vector<std::string> hidden;
  switch (record.backend) {
    case LockBackend::kGcs:
      hidden.push_back(
          "The ID in the record is of no use: force-unlock wants the generation of the lock object"
          " (and Terraform shows the generation as the ID)");
      break;
    case LockBackend::kAzure:
      if (record.lease == AzureLease::kLeased && !record.has_info) {
        hidden.push_back(
            "The blob is leased without metadata: Terraform's message has no Lock Info, and "
            "force-unlock fails (blob metadata \"terraformlockid\" was empty)");
      }
      break;
    case LockBackend::kHttp:
      hidden.push_back(
          "Before 1.15 the Lock Info that Terraform shows is the caller's own; the holder's ID "
          "stands in the error message only");
      hidden.push_back("force-unlock does not compare the ID: whatever lock is there goes");
      break;
    case LockBackend::kLocal:
      hidden.push_back(
          "The lock is one of the operating system and ends with its process; this file left "
          "behind blocks nobody");
      break;
    default:
      break;
  }
  return hidden;
}

std::vector<GateResult> AllGates(const LockRecord& record, const LockContext& context,
                                 const SecondSample* again, const LockOptions& options) {
  if (record.backend == LockBackend::kLocal) return {ProcessGate(record)};
  if (record.backend == LockBackend::kConsul) return {SessionGate(record)};
  return {AgeGate(record, context, options), OperationGate(record, options),
          HolderGate(record, options),       QuietGate(record, context, again, options),
          SameLockGate(record, again),       VersionGate(record, context)};
}

LockState StateOf(const std::vector<GateResult>& gates) {
  if (std::ranges::any_of(gates, &GateResult::sign_of_life)) return LockState::kLive;
  const bool all =
      std::ranges::all_of(gates, [](const auto& g) { return g.answer == GateAnswer::kYes; });
  return all ? LockState::kProbablyStale : LockState::kUnknown;
}

std::string FailedGates(const std::vector<GateResult>& gates) {
  std::string list;
  for (const GateResult& gate : gates) {
    if (gate.answer == GateAnswer::kYes) continue;
    list += fmt::format("{}{}", list.empty() ? "" : ", ", GateId(gate.gate));
  }
  return list;
}

void Conclude(const LockRecord& record, const SecondSample* again, ToolFamily tool,
              LockJudgement* judgement) {
  judgement->state = StateOf(judgement->gates);
  if (judgement->state == LockState::kLive) {
    const bool released =
        again != nullptr && again->Find(record) == nullptr && again->Covers(record);
    judgement->refusal = released ? "it was released meanwhile: there is nothing to break"
                                  : "somebody is working: wait, or ask the holder to stop";
    return;
  }
  if (judgement->state == LockState::kUnknown) {
    judgement->refusal = fmt::format("no command to break it while these are open: {}",
                                     FailedGates(judgement->gates));
    return;
  }
  judgement->refusal = NoCommandReason(record);
  judgement->commands = UnlockCommands(record, tool);
}

}  // namespace

std::string_view LockStateName(LockState state) {
  constexpr std::array<std::string_view, 3> kNames = {"live", "probably stale", "unknown"};
  return kNames[static_cast<size_t>(state)];
}

std::string_view GateId(Gate gate) { return kGates[static_cast<size_t>(gate)].id; }

std::string_view GateQuestion(Gate gate) { return kGates[static_cast<size_t>(gate)].question; }

std::string_view GateAnswerName(GateAnswer answer) {
  constexpr std::array<std::string_view, 3> kNames = {"yes", "no", "unknown"};
  return kNames[static_cast<size_t>(answer)];
}

std::vector<LockJudgement> JudgeLocks(const LockEvidence& evidence, const LockHistory& history,
                                      const LockEvidence* again, const LockOptions& options) {
  const LockContext context(evidence, history, options);
  const auto sample = again == nullptr ? nullptr : std::make_unique<SecondSample>(*again, options);
  std::vector<LockJudgement> judgements;
  for (const LockRecord& record : evidence.records) {
    LockJudgement judgement;
    if (record.created_us) judgement.age_us = options.now_us - *record.created_us;
    judgement.gates = AllGates(record, context, sample.get(), options);
    judgement.hidden = HiddenFacts(record);
    Conclude(record, sample.get(), context.FactsOf(record.state).family, &judgement);
    judgements.push_back(std::move(judgement));
  }
  return judgements;
}

}  // namespace tfsck
