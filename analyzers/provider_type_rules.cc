// PRV006, PRV007, PRV012: resource types and the providers that manage them.
#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzers/object_kind.h"
#include "analyzers/provider_names.h"
#include "analyzers/provider_use.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// Per row of providers: the first row with the same source (host, namespace and type).
std::vector<uint32_t> SourceRows(const StateSnapshot& state) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, uint32_t> first;
  std::vector<uint32_t> rows(state.providers.size(), kNoId);
  for (uint32_t row = 0; row < rows.size(); ++row) {
    if (!state.providers[row].parsed) continue;
    const ProviderAddress& address = state.providers[row].address;
    rows[row] =
        first.try_emplace({address.host, address.namespace_, address.type}, row).first->second;
  }
  return rows;
}

// Per row of providers: whether another source has the same provider type.  Legacy addresses have a
// rule of their own.
std::vector<uint8_t> HasRival(const StateSnapshot& state, const std::vector<uint32_t>& sources) {
  std::map<std::string_view, std::set<uint32_t>> by_type;
  const auto counts = [&](uint32_t row) {
    return sources[row] != kNoId && !state.providers[row].address.legacy_namespace;
  };
  for (uint32_t row = 0; row < sources.size(); ++row) {
    if (counts(row)) by_type[state.providers[row].address.type].insert(sources[row]);
  }
  std::vector<uint8_t> rival(sources.size(), 0);
  for (uint32_t row = 0; row < sources.size(); ++row) {
    if (counts(row)) rival[row] = by_type[state.providers[row].address.type].size() > 1 ? 1 : 0;
  }
  return rival;
}

struct SchemaVersion {
  uint64_t version = 0;
  bool reported = false;
};

}  // namespace

void CheckTypePrefix(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  std::set<std::pair<uint32_t, std::string_view>> reported;  // provider, prefix
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    if (resource.provider == kNoId || !state.providers[resource.provider].parsed) continue;
    const ProviderAddress& provider = state.providers[resource.provider].address;
    if (resource.type.empty()) continue;  // IDN004 or SCH035 says so
    const std::string_view prefix = TypePrefix(resource.type);
    if (provider.type == prefix || MayManage(provider, prefix)) continue;
    if (!reported.emplace(resource.provider, prefix).second) continue;
    reporter.ReportResource(kPRV006, state, row,
                            fmt::format("the type {} does not belong to provider {}", resource.type,
                                        SourceText(provider)));
  }
}

void CheckProviderSources(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const std::vector<uint32_t> sources = SourceRows(state);
  const std::vector<uint8_t> rival = HasRival(state, sources);
  std::map<std::string_view, uint32_t> first_source;  // of each resource type
  std::set<std::pair<std::string_view, uint32_t>> reported;
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    if (resource.provider == kNoId || rival[resource.provider] == 0) continue;
    const uint32_t source = sources[resource.provider];
    const uint32_t first = first_source.try_emplace(resource.type, source).first->second;
    const ProviderAddress& here = state.providers[source].address;
    const ProviderAddress& there = state.providers[first].address;
    if (first == source || here.type != there.type) continue;
    if (!reported.emplace(resource.type, source).second) continue;
    reporter.ReportResource(kPRV007, state, row,
                            fmt::format("{} is managed by {} here and by {} elsewhere",
                                        resource.type, SourceText(here), SourceText(there)));
  }
}

void CheckSchemaVersions(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const std::vector<uint32_t> sources = SourceRows(state);
  using Key = std::tuple<std::string_view, uint32_t, ResourceMode>;  // type, source, mode
  std::map<Key, SchemaVersion> seen;
  Key key;
  SchemaVersion* entry = nullptr;  // of `key`: neighbours mostly share it
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    if (!IsCurrent(instance)) continue;
    const Resource& resource = state.resources[instance.resource];
    const Key here{resource.type, resource.provider == kNoId ? kNoId : sources[resource.provider],
                   resource.mode};
    if (entry == nullptr || here != key) {
      entry = &seen.try_emplace(here, SchemaVersion{instance.schema_version, false}).first->second;
      key = here;
    }
    if (entry->version == instance.schema_version || entry->reported) continue;
    entry->reported = true;
    reporter.ReportInstance(
        kPRV012, state, row,
        fmt::format("has schema version {}, an earlier object of the type has {}",
                    instance.schema_version, entry->version));
  }
}

}  // namespace tfsck
