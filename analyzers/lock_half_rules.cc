// LCK rules about locks that are half taken or half released.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>

#include "analyzers/lock_rules.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// The backend that locks with a file and with a table at once, or null.
const BackendConfig* DualConfig(const LockEvidence& evidence) {
  const auto found = std::ranges::find_if(evidence.configs, [](const BackendConfig& config) {
    return config.type == "s3" && config.Has("dynamodb_table") &&
           config.Get("use_lockfile") == "true";
  });
  return found == evidence.configs.end() ? nullptr : &*found;
}

StateObject StateOf(const BackendConfig& config) {
  return {config.Get("bucket"), config.Get("key")};
}

// Keys of the states that have a lock of `backend`.
std::unordered_set<std::string> LockedKeys(const LockEvidence& evidence, LockBackend backend) {
  std::unordered_set<std::string> keys;
  for (const LockRecord& record : evidence.records) {
    if (record.backend == backend) keys.insert(record.state.key);
  }
  return keys;
}

// Whether the evidence would show the lock of `backend` if it were held.
bool WouldShow(const LockEvidence& evidence, LockBackend backend, const StateObject& state) {
  if (backend == LockBackend::kDynamoDb) return evidence.HasWholeTable();
  return evidence.ListingCovers(LockBackend::kS3, state);
}

// In a workspace the object is not the configured key; its end is.
bool IsOf(const BackendConfig& config, const LockRecord& record) {
  const StateObject state = StateOf(config);
  const bool key = record.state.key == state.key || record.state.key.ends_with("/" + state.key);
  return key && (record.state.container.empty() || record.state.container == state.container);
}

}  // namespace

void CheckAzureHalf(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    if (record.backend != LockBackend::kAzure) continue;
    if (record.lease == AzureLease::kLeased && record.metadata_known && !record.has_info) {
      reporter.Report(kLCK006, i, record.state.Text(),
                      "the blob is leased, but its metadata has no terraformlockid: force-unlock "
                      "fails");
    } else if (record.has_info && record.lease_known && record.lease != AzureLease::kLeased) {
      reporter.Report(kLCK006, i, record.state.Text(),
                      fmt::format("the blob's metadata names lock {}, but no lease is held (state "
                                  "{}): force-unlock fails",
                                  record.info.id, record.lease_text));
    }
  }
}

void CheckDualLockHalf(const LockInput& input, Reporter& reporter) {
  const BackendConfig* config = DualConfig(input.evidence);
  if (config == nullptr) return;
  const auto files = LockedKeys(input.evidence, LockBackend::kS3);
  const auto items = LockedKeys(input.evidence, LockBackend::kDynamoDb);
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    const bool file = record.backend == LockBackend::kS3;
    if ((!file && record.backend != LockBackend::kDynamoDb) || !IsOf(*config, record)) continue;
    const LockBackend other = file ? LockBackend::kDynamoDb : LockBackend::kS3;
    if ((file ? items : files).contains(record.state.key) ||
        !WouldShow(input.evidence, other, record.state)) {
      continue;
    }
    reporter.Report(kLCK007, i, record.state.Text(),
                    fmt::format("the {} is there and the {} is not, though the backend takes both",
                                BackendName(record.backend), BackendName(other)));
  }
}

void CheckKubernetesHalf(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    if (record.backend != LockBackend::kKubernetes) continue;
    if (record.holder_identity.empty()) {
      reporter.Report(kLCK008, i, record.state.Text(),
                      fmt::format("Lease {} has lock-info but no holderIdentity: nobody holds it",
                                  record.lock_place));
    } else if (!record.has_info) {
      reporter.Report(kLCK008, i, record.state.Text(),
                      fmt::format("Lease {} is held by {}, but has no lock-info: who that is "
                                  "cannot be seen",
                                  record.lock_place, record.holder_identity));
    }
  }
}

}  // namespace tfsck
