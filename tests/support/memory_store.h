// A version store that lives in a test, and states small enough to read at a glance.
#ifndef TFSCK_TESTS_SUPPORT_MEMORY_STORE_H_
#define TFSCK_TESTS_SUPPORT_MEMORY_STORE_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/history_rules.h"
#include "engine/history_reader.h"
#include "engine/storage/version_store.h"

namespace tfsck::test {

// Lists what was added, in the order it was added; not keyed unless `listing.keyed` is set.
class MemoryStore : public VersionStore {
 public:
  // The version that was added; valid until the next one is.
  StoredVersion& Add(std::string name, std::string text);
  StoredVersion& AddAt(int64_t seconds, std::string name, std::string text);
  void Shuffle(uint64_t seed);
  // From here on, fetching the version fails with this message.
  void Fail(std::string_view name, std::string message);

  std::string Kind() const override { return "memory"; }
  Result<VersionListing> List() override { return listing; }
  Result<Document> Fetch(const StoredVersion& version) const override;

  VersionListing listing;

 private:
  std::vector<std::string> texts_;  // by locator
  std::vector<std::string> failures_;
};

// An object of a resource of its own.
struct TestObject {
  std::string address;  // [module.m[KEY].]type.name[INDEX], KEY a number
  std::string id;
  std::string value = "";
  std::vector<std::string> dependencies = {};
  int schema_version = 0;
  std::string provider = "acme/cloud";
  std::string deposed = "";
};

struct TestState {
  uint64_t serial = 1;
  std::vector<TestObject> objects = {};
  std::string lineage = "L";
  std::string tool = "1.11.4";
  std::vector<std::string> outputs = {};
};

// The state as Terraform would write it, on one line.
std::string Write(const TestState& state);

// The histories of a store; one that cannot be read fails the test.
HistorySet Histories(VersionStore& store, HistoryOptions options = {});

// The findings of the only history of a store.
HistoryFindings Findings(VersionStore& store, HistoryOptions options = {});

// "HIS001 NAME ADDRESS: message" of each finding, NAME that of the version; without an address
// "HIS001 NAME: message".
std::vector<std::string> HistoryLines(const History& history);

// Ids of the rules, each once.
std::set<std::string> HistoryRuleIds(const History& history, Severity least);

}  // namespace tfsck::test

#endif  // TFSCK_TESTS_SUPPORT_MEMORY_STORE_H_
