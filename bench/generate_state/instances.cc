#include "bench/generate_state/instances.h"

#include <fmt/format.h>

#include "bench/generate_state/attributes.h"
#include "bench/generate_state/values.h"

namespace tfsck::bench {
namespace {

std::string ProviderText(const PlannedResource& resource, bool tofu) {
  return fmt::format("provider[\"registry.{}/hashicorp/{}\"]{}",
                     tofu ? "opentofu.org" : "terraform.io", resource.type->provider,
                     resource.aliased_provider ? ".replica" : "");
}

// What the plugin SDK keeps for itself: null, or its schema version and the timeouts.
std::string PrivateBytes(const ResourceType& type) {
  std::string text;
  if (type.has_timeouts) {
    text =
        "\"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0\":{\"create\":600000000000,"
        "\"delete\":1200000000000,\"update\":600000000000}";
  }
  if (type.schema_version > 0) {
    if (!text.empty()) text += ',';
    text += fmt::format("\"schema_version\":\"{}\"", type.schema_version);
  }
  return text.empty() ? "null" : "{" + text + "}";
}

std::string CloudName(const PlannedResource& resource, const std::string& key) {
  std::string label = key.empty() ? resource.name : resource.name + "-" + key;
  for (char& c : label) {
    if (c == '_' || c == '/' || c == '.') c = '-';
  }
  return label;
}

}  // namespace

std::vector<ResourceBlockWriter::Key> ResourceBlockWriter::SortedKeys(uint32_t id) const {
  const PlannedResource& resource = plan_.resources()[id];
  std::vector<Key> keys;
  for (uint32_t i = 0; i < resource.count; ++i) {
    std::string text;
    if (resource.each == Each::kForEach) text = ForEachKey(Mix64(seed_ ^ id), i);
    keys.emplace_back(std::move(text), i);
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

void ResourceBlockWriter::Write(uint32_t id, uint32_t module_instance, JsonWriter* writer) {
  const PlannedResource& resource = plan_.resources()[id];
  const std::string& module = plan_.modules()[resource.module].instances[module_instance];
  writer->BeginObject();
  if (!module.empty()) writer->StringMember("module", module);
  writer->StringMember("mode", resource.type->mode);
  writer->StringMember("type", resource.type->name);
  writer->StringMember("name", resource.name);
  writer->StringMember("provider", ProviderText(resource, tofu_));
  writer->Key("instances");
  writer->BeginArray();
  for (const Key& key : SortedKeys(id)) WriteInstance(id, module_instance, key, writer);
  writer->EndArray();
  writer->EndObject();
}

void ResourceBlockWriter::WriteInstance(uint32_t id, uint32_t module_instance, const Key& key,
                                        JsonWriter* writer) {
  const PlannedResource& resource = plan_.resources()[id];
  // A bijection of (resource, module instance, key), so identities never repeat.
  const uint64_t uid =
      Mix64(seed_ ^ (uint64_t{id} << 32 | uint64_t{module_instance} << 16 | key.second));
  Random random(uid);
  const Subject subject{resource.type->provider, resource.type->name,
                        CloudName(resource, key.first), uid};
  writer->BeginObject();
  if (resource.each == Each::kCount) writer->NumberMember("index_key", key.second);
  if (resource.each == Each::kForEach) writer->StringMember("index_key", key.first);
  writer->NumberMember("schema_version", resource.type->schema_version);
  writer->Key("attributes");
  AttributeWriter attributes(subject, &random, writer);
  attributes.WriteObject(resource.type->attributes);
  writer->Key("sensitive_attributes");
  WriteSensitivePaths(attributes.sensitive_paths(), writer);
  if (resource.type->has_private) {
    writer->StringMember("private", Base64(PrivateBytes(*resource.type)));
  }
  WriteDependencies(resource, writer);
  if (resource.create_before_destroy) {
    writer->Key("create_before_destroy");
    writer->Bool(true);
  }
  writer->EndObject();
}

void ResourceBlockWriter::WriteDependencies(const PlannedResource& resource,
                                            JsonWriter* writer) const {
  if (resource.type->mode == "data" || resource.ancestors.empty()) return;
  std::vector<std::string_view> addresses;
  for (const uint32_t id : resource.ancestors) {
    addresses.push_back(plan_.resources()[id].address);
  }
  std::sort(addresses.begin(), addresses.end());
  writer->Key("dependencies");
  writer->BeginArray();
  for (const std::string_view address : addresses) writer->String(address);
  writer->EndArray();
}

}  // namespace tfsck::bench
