// LCK rules about the digests of S3 states in the lock table.
#include <fmt/format.h>

#include <string>
#include <unordered_set>

#include "analyzers/lock_rules.h"
#include "analyzers/rule_functions.h"
#include "engine/digest.h"

namespace tfsck {
namespace {

constexpr std::string_view kDigestSuffix = "-md5";

std::string CurrentMd5(const DigestDiagnosis& diagnosis) {
  for (const ObjectVersion& version : diagnosis.versions) {
    if (version.current) return version.md5;
  }
  return "";
}

const ObjectVersion* VersionWithDigest(const DigestDiagnosis& diagnosis) {
  const ObjectVersion* found = nullptr;
  for (const ObjectVersion& version : diagnosis.versions) {
    if (version.has_digest) found = &version;
  }
  return found;
}

template <typename F>
void ForEachDigest(const LockInput& input, DigestState state, F&& f) {
  for (size_t i = 0; i < input.digests.size(); ++i) {
    if (input.digests[i].state == state) {
      f(input.evidence.digests[i], input.digests[i], PlaceOfDigest(input.evidence, i));
    }
  }
}

}  // namespace

void CheckDigestMismatch(const LockInput& input, Reporter& reporter) {
  ForEachDigest(
      input, DigestState::kMismatch,
      [&](const auto& digest, const auto& diagnosis, uint64_t place) {
        const ObjectVersion* version = VersionWithDigest(diagnosis);
        reporter.Report(
            kLCK009, place, digest.state.Text(),
            fmt::format("Digest is {}, the object has {}; {}", digest.digest, CurrentMd5(diagnosis),
                        version == nullptr
                            ? std::string("no version that was given has the stored digest")
                            : version->name + " has the stored digest"));
      });
}

void CheckDigestMissing(const LockInput& input, Reporter& reporter) {
  ForEachDigest(
      input, DigestState::kMalformed, [&](const auto& digest, const auto&, uint64_t place) {
        reporter.Report(kLCK010, place, digest.state.Text(),
                        digest.has_digest
                            ? fmt::format("Digest \"{}\" is no MD5 of 32 hex digits", digest.digest)
                            : "the digest item has no Digest");
      });
  if (!input.evidence.HasWholeTable()) return;
  std::unordered_set<std::string> with_digest;
  for (const DigestRecord& digest : input.evidence.digests) with_digest.insert(digest.state.key);
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    const bool exists = input.evidence.LiveObject(record.state) != nullptr;
    if (record.backend != LockBackend::kDynamoDb || !exists) continue;
    if (!with_digest.insert(record.state.key).second) continue;
    reporter.Report(kLCK010, i, record.state.Text(),
                    "the table locks this state but has no digest of it");
  }
}

void CheckDigestOrphan(const LockInput& input, Reporter& reporter) {
  ForEachDigest(
      input, DigestState::kNoObject, [&](const auto& digest, const auto&, uint64_t place) {
        reporter.Report(
            kLCK011, place, digest.state.Text(),
            fmt::format("{} holds a digest, but the object does not exist", digest.lock_id));
      });
}

void CheckDigestCollision(const LockInput& input, Reporter& reporter) {
  std::unordered_set<std::string> digest_ids;
  for (const DigestRecord& digest : input.evidence.digests) digest_ids.insert(digest.lock_id);
  const auto collides = [&](const StateObject& state) {
    return state.key.ends_with(kDigestSuffix) &&
           (digest_ids.contains(state.Text()) ||
            digest_ids.contains(state.Text() + std::string(kDigestSuffix)));
  };
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    if (record.backend != LockBackend::kDynamoDb || !collides(record.state)) continue;
    reporter.Report(
        kLCK012, i, record.state.Text(),
        fmt::format("the lock of this state has the LockID {}, which is that of another "
                    "state's digest",
                    record.lock_place));
  }
  for (size_t i = 0; i < input.evidence.digests.size(); ++i) {
    const DigestRecord& digest = input.evidence.digests[i];
    const bool other =
        digest.state.key.ends_with(kDigestSuffix) && digest_ids.contains(digest.state.Text());
    if (!other) continue;
    reporter.Report(kLCK012, PlaceOfDigest(input.evidence, i), digest.state.Text(),
                    fmt::format("a lock of this state will have the LockID {}, which is that of "
                                "another state's digest",
                                digest.state.Text()));
  }
}

}  // namespace tfsck
