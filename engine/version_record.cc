#include "engine/version_record.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/encrypted_envelope.h"
#include "engine/state_list.h"
#include "engine/state_reader.h"

namespace tfsck {
namespace {

// All but the address.
InstanceRecord Record(const StateSnapshot& state, uint32_t row, const Hash128& content) {
  const Instance& instance = state.instances[row];
  const Resource& resource = state.resources[instance.resource];
  InstanceRecord record;
  record.module_size = static_cast<uint32_t>(state.modules[resource.module].text.size());
  record.deposed = instance.deposed;
  if (resource.provider != kNoId) record.provider = state.providers[resource.provider].text;
  record.type = resource.type;
  record.content = content;
  const std::string_view id = instance.unique_name.empty() ? instance.id : instance.unique_name;
  if (!id.empty()) record.real_id = HashBytes128(id);
  record.schema_version = instance.schema_version;
  record.managed = resource.mode == ResourceMode::kManaged;
  record.tainted = instance.tainted;
  record.create_before_destroy = instance.create_before_destroy;
  return record;
}

// Every object that Terraform holds, by address and deposed key.  Small keys are sorted, not
// records.
std::vector<InstanceRecord> Instances(const StateSnapshot& state,
                                      const std::vector<Hash128>& contents) {
  struct Key {
    std::string address;
    std::string_view deposed;
    uint32_t row;
  };
  std::vector<Key> keys;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    const Resource& resource = state.resources[instance.resource];
    if (!HoldsResource(state, resource, state.family)) continue;
    keys.push_back({state.InstanceAddress(row), instance.deposed, row});
  }
  std::ranges::stable_sort(keys, [](const Key& a, const Key& b) {
    return std::tie(a.address, a.deposed) < std::tie(b.address, b.deposed);
  });
  std::vector<InstanceRecord> records;
  records.reserve(keys.size());
  for (Key& key : keys) {
    records.push_back(Record(state, key.row, contents[key.row]));
    records.back().address = std::move(key.address);
  }
  return records;
}

// Each absent resource with the first instance that names it.
std::vector<DanglingDependency> Dangling(const StateSnapshot& state) {
  const auto absent = [&](uint32_t hub) { return !state.hubs[hub].in_state; };
  std::vector<bool> list_seen(state.dependency_lists.size(), false);
  std::map<std::string_view, uint32_t> first_dependent;
  if (std::ranges::all_of(state.hubs, &HubResource::in_state)) return {};
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const uint32_t list = state.instances[row].dependency_list;
    if (list_seen[list]) continue;
    list_seen[list] = true;
    for (const uint32_t hub : state.Dependencies(list)) {
      if (absent(hub)) first_dependent.emplace(state.hubs[hub].text, row);
    }
  }
  std::vector<DanglingDependency> dangling;
  for (const auto& [resource, row] : first_dependent) {
    dangling.push_back({std::string(resource), state.InstanceAddress(row)});
  }
  return dangling;
}

}  // namespace

VersionRecord Summarise(const Document& document, const StateSnapshot& state,
                        AttributeHashes* attributes) {
  VersionRecord record;
  record.kind = document.kind;
  if (document.kind == DocumentKind::kState) record.format_version = state.format_version;
  record.lineage = state.lineage;
  record.serial = state.serial;
  record.tool_version = state.tool_version;
  record.family = state.family;
  record.size = document.buffer.bytes.size();
  record.bytes = HashBytes128(document.buffer.bytes);
  record.readable = document.kind == DocumentKind::kState && state.Readable();
  // Of a damaged state only what is surely there counts.
  record.has_serial = record.readable || (state.serial != 0 && !state.lineage.empty());
  if (!record.readable) return record;
  const BodyHashes hashes = HashBody(state, state.family, attributes);
  record.body = hashes.body;
  record.outputs = state.outputs.size();
  record.instances = Instances(state, hashes.objects);
  record.dangling = Dangling(state);
  return record;
}

VersionRecord SummariseDocument(const Document& document, AttributeHashes* attributes) {
  if (document.kind == DocumentKind::kState) {
    return Summarise(document, ReadState(document.buffer), attributes);
  }
  VersionRecord record = Summarise(document, StateSnapshot());
  if (document.kind == DocumentKind::kEncryptedState) {
    const EnvelopeInfo envelope = ReadEnvelope(document.buffer.bytes);
    record.has_serial = envelope.serial.has_value() && envelope.lineage.has_value();
    record.serial = envelope.serial.value_or(0);
    record.lineage = envelope.lineage.value_or("");
    record.family = ToolFamily::kOpenTofu;
  }
  return record;
}

}  // namespace tfsck
