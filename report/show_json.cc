// The JSON of `tfsck show`: docs/formats/show.schema.json.
#include <nlohmann/json.hpp>

#include "engine/json/text.h"
#include "report/how_to_open.h"
#include "report/json_text.h"
#include "report/show.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(JsonSafe(text));
}

Json CountsJson(const StateCounts& counts) {
  return {{"resources", counts.resources},
          {"data_resources", counts.data_resources},
          {"dropped_resources", counts.dropped_resources},
          {"instances", counts.instances},
          {"data_instances", counts.data_instances},
          {"deposed", counts.deposed},
          {"tainted", counts.tainted},
          {"outputs", counts.outputs},
          {"sensitive_outputs", counts.sensitive_outputs},
          {"check_results", counts.check_results}};
}

Json NamedCountsJson(const std::vector<NamedCount>& counts) {
  Json list = Json::array();
  for (const NamedCount& count : counts) {
    list.push_back({{"name", JsonSafe(count.name)},
                    {"resources", count.resources},
                    {"instances", count.instances}});
  }
  return list;
}

Json HubCountsJson(const StateSnapshot& state, const std::vector<HubCount>& counts) {
  Json list = Json::array();
  for (const HubCount& count : counts) {
    list.push_back({{"address", JsonSafe(state.hubs[count.hub].text)}, {"count", count.count}});
  }
  return list;
}

Json GraphJson(const ShownState& state) {
  const GraphShape& graph = state.graph;
  Json json = {{"resources", graph.resources},
               {"stored_edges", graph.stored_edges},
               {"direct_edges", graph.direct_edges},
               {"isolated", graph.isolated},
               {"dangling", graph.dangling},
               {"cycles", graph.cycles},
               {"depth", graph.depth}};
  json["longest_chain"] = Json::array();
  for (const uint32_t hub : graph.longest_chain) {
    json["longest_chain"].push_back(JsonSafe(state.snapshot.hubs[hub].text));
  }
  json["widest"] = {{"depth", graph.widest_depth}, {"resources", graph.widest_count}};
  json["most_depended_on"] = HubCountsJson(state.snapshot, graph.most_depended_on);
  json["most_depending"] = HubCountsJson(state.snapshot, graph.most_depending);
  return json;
}

Json LargestResourcesJson(const ShownState& state) {
  Json list = Json::array();
  for (const ResourceBytes& row : state.bytes.resources) {
    list.push_back({{"address", JsonSafe(state.snapshot.ResourceAddressText(row.resource))},
                    {"objects", state.snapshot.resources[row.resource].instance_count},
                    {"bytes", row.bytes}});
  }
  return list;
}

Json LargestAttributesJson(const ShownState& state) {
  Json list = Json::array();
  for (const ObjectAttributeBytes& row : state.bytes.object_attributes) {
    const Instance& instance = state.snapshot.instances[row.instance];
    list.push_back({{"address", JsonSafe(state.snapshot.InstanceAddress(row.instance))},
                    {"deposed", TextOrNull(instance.deposed)},
                    {"attribute", JsonSafe(json::Decode(row.attribute))},
                    {"bytes", row.bytes}});
  }
  return list;
}

Json BytesJson(const ShownState& state) {
  const StateBytes& bytes = state.bytes;
  Json json = {{"document", bytes.document},         {"attributes", bytes.attributes},
               {"dependencies", bytes.dependencies}, {"private", bytes.private_data},
               {"outputs", bytes.outputs},           {"other", bytes.other}};
  json["largest_resources"] = LargestResourcesJson(state);
  json["largest_attributes"] = LargestAttributesJson(state);
  json["largest_attributes_of_types"] = Json::array();
  for (const TypeAttributeBytes& row : bytes.type_attributes) {
    json["largest_attributes_of_types"].push_back(
        {{"type", JsonSafe(row.type)},
         {"attribute", JsonSafe(json::Decode(row.attribute))},
         {"objects", row.objects},
         {"bytes", row.bytes}});
  }
  return json;
}

void AddState(const ShownState& state, Json* json) {
  const StateSnapshot& snapshot = state.snapshot;
  (*json)["format_version"] = snapshot.format_version;
  (*json)["written_by"] = FamilyId(snapshot.family);
  (*json)["tool_version"] = JsonSafe(snapshot.tool_version);
  (*json)["serial"] = snapshot.serial;
  (*json)["lineage"] = JsonSafe(snapshot.lineage);
  (*json)["counts"] = CountsJson(state.counts);
  (*json)["types"] = NamedCountsJson(state.counts.types);
  (*json)["providers"] = NamedCountsJson(state.counts.providers);
  (*json)["modules"] = NamedCountsJson(state.counts.modules);
  (*json)["graph"] = GraphJson(state);
  (*json)["bytes"] = BytesJson(state);
}

void AddEnvelope(const EnvelopeInfo& envelope, Json* json) {
  (*json)["serial"] = envelope.serial ? Json(*envelope.serial) : Json(nullptr);
  (*json)["lineage"] = envelope.lineage ? Json(JsonSafe(*envelope.lineage)) : Json(nullptr);
  Json keys = Json::array();
  for (const std::string& key : envelope.key_providers) keys.push_back(JsonSafe(key));
  (*json)["encryption"] = {{"version", JsonSafe(envelope.version)},
                           {"key_providers", keys},
                           {"payload_bytes", envelope.payload_bytes}};
}

}  // namespace

std::string RenderShowJson(const ShowReport& report) {
  Json json;
  json["schema_version"] = 1;
  json["path"] = JsonSafe(report.path);
  json["kind"] = KindName(report.kind);
  json["size"] = report.size;
  json["gzip"] = report.gzip;
  json["readable"] = report.state && report.state->refusal.empty();
  json["refusal"] = report.state ? TextOrNull(report.state->refusal) : Json(nullptr);
  json["how_to_open"] = TextOrNull(HowToOpenFile(report.kind, report.path));
  if (report.state) AddState(*report.state, &json);
  if (report.envelope) AddEnvelope(*report.envelope, &json);
  return json.dump(2, ' ', true) + "\n";
}

}  // namespace tfsck
