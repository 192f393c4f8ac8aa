#include "engine/version_record.h"

#include <algorithm>

#include "engine/state_list.h"
#include "engine/state_writer.h"

namespace tfsck {
namespace {

InstanceRecord Record(const StateSnapshot& state, uint32_t row, std::string* scratch) {
  const Instance& instance = state.instances[row];
  const Resource& resource = state.resources[instance.resource];
  InstanceRecord record;
  record.address = state.InstanceAddress(row);
  record.deposed = instance.deposed;
  if (resource.provider != kNoId) record.provider = state.providers[resource.provider].text;
  record.type = resource.type;
  scratch->clear();
  AppendObjectBody(state, instance, scratch);
  record.content = HashBytes128(*scratch);
  const std::string_view id = instance.unique_name.empty() ? instance.id : instance.unique_name;
  if (!id.empty()) record.real_id = HashBytes128(id);
  record.schema_version = instance.schema_version;
  record.managed = resource.mode == ResourceMode::kManaged;
  record.tainted = instance.tainted;
  record.create_before_destroy = instance.create_before_destroy;
  return record;
}

}  // namespace

VersionRecord Summarise(const Document& document, const StateSnapshot& state) {
  VersionRecord record;
  record.kind = document.kind;
  record.lineage = state.lineage;
  record.serial = state.serial;
  record.tool_version = state.tool_version;
  record.family = state.family;
  record.size = document.buffer.bytes.size();
  record.bytes = HashBytes128(document.buffer.bytes);
  record.readable = document.kind == DocumentKind::kState && state.Readable();
  if (!record.readable) return record;
  record.body = BodyHash(state);
  std::string scratch;
  for (const uint32_t row : AllObjectsInListOrder(state, state.family)) {
    record.instances.push_back(Record(state, row, &scratch));
  }
  return record;
}

}  // namespace tfsck
