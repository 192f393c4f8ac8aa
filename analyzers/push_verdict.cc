#include "analyzers/push_verdict.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "analyzers/push_model.h"
#include "analyzers/real_object.h"
#include "engine/encrypted_envelope.h"
#include "engine/snapshot_relation.h"

namespace tfsck {
namespace {

constexpr BackendKind kBackends[] = {
    {.name = "local", .local = true},
    {.name = "http", .workspaces = false},
    {.name = "s3"},
    {.name = "gcs", .creates_default = true, .empty_is_absent = false},
    {.name = "azurerm", .creates_default = true},
    {.name = "consul", .empty_is_absent = false},
    {.name = "pg", .empty_is_absent = false},
    {.name = "kubernetes", .creates_default = true, .empty_is_absent = false},
    {.name = "oss"},
    {.name = "cos", .empty_is_absent = false},
    {.name = "oci"},
    {.name = "remote", .creates_others = false},
    {.name = "cloud", .creates_others = false},
};

bool IsOpenTofuEncrypted(const PushSide& side) {
  return side.document.kind == DocumentKind::kEncryptedState;
}

bool IsOtherKind(const PushSide& side) {
  const DocumentKind kind = side.document.kind;
  return kind != DocumentKind::kState && kind != DocumentKind::kEmpty &&
         kind != DocumentKind::kBackendPointer && kind != DocumentKind::kEncryptedState;
}

PushRelation RelationOf(const StateDiff& diff, const StateSnapshot& stored) {
  if (IsEmptyState(stored)) return PushRelation::kNothingThere;
  switch (diff.relation) {
    case SnapshotRelation::kNewer:
      return PushRelation::kAhead;
    case SnapshotRelation::kOlder:
      return PushRelation::kBehind;
    case SnapshotRelation::kEqual:
      return diff.terraform_equal ? PushRelation::kSame : PushRelation::kForked;
    case SnapshotRelation::kUnrelated:
      return PushRelation::kUnrelated;
    case SnapshotRelation::kLegacy:
      return PushRelation::kUnguarded;
  }
  return PushRelation::kUnknown;
}

struct Snapshot {
  std::string lineage;
  uint64_t serial = 0;
};

// Of a state, or of what stands in clear around an encrypted one.
std::optional<Snapshot> SnapshotOf(const PushSide& side) {
  if (!IsOpenTofuEncrypted(side)) {
    if (!side.state.Readable()) return std::nullopt;
    return Snapshot{std::string(side.state.lineage), side.state.serial};
  }
  const EnvelopeInfo envelope = ReadEnvelope(side.document.buffer.bytes);
  if (!envelope.serial || !envelope.lineage) return std::nullopt;
  return Snapshot{*envelope.lineage, *envelope.serial};
}

// Without the content: the same lineage and serial say nothing.
PushRelation RelationInClear(const PushRequest& request) {
  if (request.destination == nullptr) return PushRelation::kUnknown;
  const bool encrypted =
      IsOpenTofuEncrypted(*request.source) || IsOpenTofuEncrypted(*request.destination);
  const auto source = SnapshotOf(*request.source);
  const auto stored = SnapshotOf(*request.destination);
  if (!encrypted || !source || !stored) return PushRelation::kUnknown;
  switch (Relate(source->lineage, source->serial, stored->lineage, stored->serial)) {
    case SnapshotRelation::kNewer:
      return PushRelation::kAhead;
    case SnapshotRelation::kOlder:
      return PushRelation::kBehind;
    case SnapshotRelation::kUnrelated:
      return PushRelation::kUnrelated;
    default:
      return PushRelation::kUnknown;
  }
}

bool HasFact(const StateSnapshot& state, FactKind kind) {
  return std::ranges::any_of(state.facts,
                             [kind](const FormatFact& fact) { return fact.kind == kind; });
}

// What is worth knowing of the two documents, whatever the answer.
void NoteDocuments(const PushRequest& request, std::vector<PushNote>* notes) {
  const PushSide& source = *request.source;
  const PushSide* destination = request.destination;
  if (source.document.kind == DocumentKind::kBackendPointer) {
    notes->push_back(PushNote::kBackendPointer);
  } else if (source.state.Readable() && source.state.format_version < 4) {
    notes->push_back(PushNote::kOldFormat);
  }
  if (HasFact(source.state, FactKind::kVersionLabelWrong)) {
    notes->push_back(PushNote::kVersionLabelWrong);
  }
  const bool encrypted =
      IsOpenTofuEncrypted(source) || (destination != nullptr && IsOpenTofuEncrypted(*destination));
  if (encrypted) notes->push_back(PushNote::kEncrypted);
  if (IsOtherKind(source) || (destination != nullptr && IsOtherKind(*destination))) {
    notes->push_back(PushNote::kOtherKind);
  }
  if (destination != nullptr && destination->document.locked) notes->push_back(PushNote::kLocked);
}

// What an accepted push does beside storing the source.
void NoteEffects(const PushRequest& request, const PushVerdict& verdict,
                 std::vector<PushNote>* notes) {
  const StateSnapshot& source = request.source->state;
  const PushOutcome& outcome = verdict.outcome();
  if (verdict.outcomes.size() > 1) notes->push_back(PushNote::kLuck);
  if (outcome.answer != PushAnswer::kAccepted) return;
  const bool drops = std::ranges::any_of(source.resources, &Resource::dropped);
  if (drops) notes->push_back(PushNote::kDropsResources);
  if (outcome.new_lineage && !source.lineage.empty()) notes->push_back(PushNote::kLineageNotKept);
  if (!outcome.new_lineage && source.lineage.empty()) notes->push_back(PushNote::kLineageLost);
  if (outcome.writes && outcome.serial == 0 && source.serial != 0) {
    notes->push_back(PushNote::kSerialWraps);
  }
  if (request.backend->local && verdict.diff && !verdict.diff->terraform_equal) {
    notes->push_back(PushNote::kBackupWritten);
  }
}

// Terraform unpacks no file that it is to push.
bool SourceReadable(const PushRequest& request) {
  const PushSide& source = *request.source;
  return source.state.Readable() && !source.document.gzip && !source.document.buffer.bytes.empty();
}

bool BothReadable(const PushRequest& request) {
  return SourceReadable(request) && request.destination != nullptr &&
         !request.destination->document.buffer.bytes.empty() &&
         request.destination->state.Readable();
}

bool IsAbsent(const PushRequest& request) {
  return request.destination == nullptr ||
         (request.destination->document.buffer.bytes.empty() && request.backend->empty_is_absent);
}

}  // namespace

bool PushVerdict::Loses() const {
  return outcome().writes && diff &&
         (!diff->removed.empty() ||
          std::ranges::any_of(diff->outputs, [](const OutputDiff& output) {
            return output.kind == OutputDiff::Kind::kRemoved;
          }));
}

bool PushVerdict::OverwritesNewer() const {
  return outcome().writes && without_force != PushAnswer::kAccepted && diff && diff->Differs();
}

bool PushVerdict::Safe() const {
  return std::ranges::all_of(
             outcomes,
             [](const PushOutcome& each) { return each.answer == PushAnswer::kAccepted; }) &&
         !Loses() && !OverwritesNewer();
}

bool PushVerdict::Has(PushNote note) const { return std::ranges::find(notes, note) != notes.end(); }

PushVerdict JudgePush(const PushRequest& request) {
  PushVerdict verdict;
  if (BothReadable(request)) {
    verdict.diff = DiffStates(request.destination->state, request.source->state, RealObjectName);
    verdict.relation = RelationOf(*verdict.diff, request.destination->state);
  } else if (IsAbsent(request) && SourceReadable(request)) {
    verdict.relation = PushRelation::kNothingThere;
  } else {
    verdict.relation = RelationInClear(request);
  }
  const bool same_body = verdict.diff && verdict.diff->terraform_equal;
  verdict.outcomes = PlayPush(request, same_body);
  if (request.force) {
    PushRequest unforced = request;
    unforced.force = false;
    const PushOutcome without = PlayPush(unforced, same_body).front();
    if (without.answer != verdict.outcome().answer) {
      verdict.without_force = without.answer;
      verdict.message_without_force = without.message;
    }
  }
  NoteDocuments(request, &verdict.notes);
  NoteEffects(request, verdict, &verdict.notes);
  return verdict;
}

std::span<const BackendKind> BackendKinds() { return kBackends; }

const BackendKind* FindBackendKind(std::string_view name) {
  const auto* const found = std::ranges::find(kBackends, name, &BackendKind::name);
  return found == std::end(kBackends) ? nullptr : found;
}

bool IsEmptyState(const StateSnapshot& state) {
  return state.outputs.empty() &&
         std::ranges::none_of(state.resources, [](const Resource& resource) {
           return resource.readable && !resource.dropped;
         });
}

}  // namespace tfsck
