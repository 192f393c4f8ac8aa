#include "tests/support/memory_store.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>

namespace tfsck::test {
namespace {

std::string WriteObject(const TestObject& object) {
  std::string_view address = object.address;
  std::string index;
  if (address.ends_with(']')) {
    const size_t open = address.rfind('[');
    index = address.substr(open + 1, address.size() - open - 2);
    address = address.substr(0, open);
  }
  const size_t name = address.rfind('.');
  const size_t module_end = address.rfind('.', name - 1);
  std::string text = "{";
  if (module_end != address.npos) {
    text += fmt::format(R"("module":"{}",)", address.substr(0, module_end));
    address.remove_prefix(module_end + 1);
  }
  text += fmt::format(R"("mode":"managed","type":"{}","name":"{}",)"
                      R"("provider":"provider[\"{}\"]","instances":[{{"schema_version":{},)",
                      address.substr(0, address.rfind('.')), address.substr(address.rfind('.') + 1),
                      object.provider, object.schema_version);
  if (!index.empty()) text += fmt::format(R"("index_key":{},)", index);
  if (!object.deposed.empty()) text += fmt::format(R"("deposed":"{}",)", object.deposed);
  text += fmt::format(R"("attributes":{{"id":"{}","value":"{}"}},"sensitive_attributes":[])",
                      object.id, object.value);
  if (!object.dependencies.empty()) {
    text += fmt::format(R"(,"dependencies":["{}"])", fmt::join(object.dependencies, "\",\""));
  }
  return text + "}]}";
}

}  // namespace

StoredVersion& MemoryStore::Add(std::string name, std::string text) {
  StoredVersion version;
  version.name = std::move(name);
  version.size = text.size();
  version.locator = texts_.size();
  texts_.push_back(std::move(text));
  failures_.emplace_back();
  listing.versions.push_back(std::move(version));
  return listing.versions.back();
}

StoredVersion& MemoryStore::AddAt(int64_t seconds, std::string name, std::string text) {
  StoredVersion& version = Add(std::move(name), std::move(text));
  version.time_source = TimeSource::kManifest;
  version.time_us = seconds * 1'000'000;
  return version;
}

void MemoryStore::Shuffle(uint64_t seed) {
  std::mt19937_64 random(seed);
  std::ranges::shuffle(listing.versions, random);
}

void MemoryStore::Fail(std::string_view name, std::string message) {
  const auto version = std::ranges::find(listing.versions, name, &StoredVersion::name);
  ASSERT_NE(version, listing.versions.end()) << name;
  failures_[version->locator] = std::move(message);
}

Result<Document> MemoryStore::Fetch(const StoredVersion& version) const {
  const std::string& failure = failures_[version.locator];
  if (!failure.empty()) return MakeError(ErrorKind::kUnreadable, failure);
  return MakeDocument(version.name, Buffer::Copy(texts_[version.locator]));
}

std::string Write(const TestState& state) {
  std::vector<std::string> outputs;
  for (const std::string& name : state.outputs) {
    outputs.push_back(fmt::format(R"("{}":{{"value":"v","type":"string"}})", name));
  }
  std::vector<std::string> resources;
  for (const TestObject& object : state.objects) resources.push_back(WriteObject(object));
  return fmt::format(R"({{"version":4,"terraform_version":"{}","serial":{},"lineage":"{}",)"
                     R"("outputs":{{{}}},"resources":[{}],"check_results":null}})",
                     state.tool, state.serial, state.lineage, fmt::join(outputs, ","),
                     fmt::join(resources, ","));
}

HistorySet Histories(VersionStore& store, HistoryOptions options) {
  Result<HistorySet> set = ReadHistories(store, "test", options);
  if (!set) ADD_FAILURE() << set.error().message;
  return set ? std::move(*set) : HistorySet();
}

HistoryFindings Findings(VersionStore& store, HistoryOptions options) {
  const HistorySet set = Histories(store, options);
  EXPECT_EQ(set.histories.size(), 1u);
  if (set.histories.size() != 1) return {};
  return CheckHistory({set.histories.front(), {}});
}

std::vector<std::string> HistoryLines(const History& history) {
  std::vector<std::string> lines;
  for (const Finding& finding : CheckHistory({history, {}}).findings) {
    lines.push_back(fmt::format("{} {}{}{}: {}", AllRules()[finding.rule].id,
                                history.versions.at(finding.offset).stored.name,
                                finding.address.empty() ? "" : " ", finding.address,
                                finding.message));
  }
  return lines;
}

std::set<std::string> HistoryRuleIds(const History& history, Severity least) {
  std::set<std::string> ids;
  for (const Finding& finding : CheckHistory({history, {}}).findings) {
    const Rule& rule = AllRules()[finding.rule];
    if (rule.severity >= least) ids.insert(std::string(rule.id));
  }
  return ids;
}

}  // namespace tfsck::test
