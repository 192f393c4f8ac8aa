// The JSON of `tfsck diff`: docs/formats/diff.schema.json.
#include <nlohmann/json.hpp>

#include "report/diff.h"
#include "report/diff_words.h"
#include "report/json_text.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json Texts(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(JsonSafe(text));
  return list;
}

template <typename Items, typename ToJson>
Json List(const Items& items, ToJson&& to_json) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(to_json(item));
  return list;
}

Json ObjectJson(const ObjectRef& object) {
  return {{"address", JsonSafe(object.address)},
          {"deposed", object.deposed.empty() ? Json(nullptr) : Json(JsonSafe(object.deposed))},
          {"mode", object.mode == ResourceMode::kData ? "data" : "managed"},
          {"type", JsonSafe(object.type)},
          {"provider", JsonSafe(object.provider)}};
}

Json DocumentJson(const std::string& path, const DiffMetadata& metadata) {
  return {{"path", JsonSafe(path)},
          {"format_version", metadata.format_version},
          {"written_by", FamilyId(metadata.family)},
          {"tool_version", JsonSafe(metadata.tool_version)},
          {"serial", metadata.serial},
          {"lineage", JsonSafe(metadata.lineage)},
          {"objects", metadata.objects},
          {"outputs", metadata.outputs}};
}

std::string_view KindWord(AttributeChange::Kind kind) {
  return kind == AttributeChange::Kind::kAdded     ? "added"
         : kind == AttributeChange::Kind::kRemoved ? "removed"
                                                   : "changed";
}

template <typename T>
Json Pair(const std::optional<BeforeAfter<T>>& pair) {
  if (!pair) return nullptr;
  return {{"before", pair->before}, {"after", pair->after}};
}

Json ChangeJson(const ChangedParts& change) {
  Json json;
  json["attributes"] = List(change.attributes, [](const AttributeChange& attribute) -> Json {
    return {{"path", JsonSafe(attribute.path)}, {"change", KindWord(attribute.kind)}};
  });
  json["attributes_left_out"] = change.attributes_left_out;
  json["sensitive_added"] = Texts(change.sensitive_added);
  json["sensitive_removed"] = Texts(change.sensitive_removed);
  json["dependencies_added"] = Texts(change.dependencies_added);
  json["dependencies_removed"] = Texts(change.dependencies_removed);
  json["schema_version"] = Pair(change.schema_version);
  json["tainted"] = Pair(change.tainted);
  json["create_before_destroy"] = Pair(change.create_before_destroy);
  json["provider"] = nullptr;
  if (change.provider) {
    json["provider"] = {{"before", JsonSafe(change.provider->before)},
                        {"after", JsonSafe(change.provider->after)}};
  }
  json["private"] = change.private_data;
  json["identity"] = change.identity;
  return json;
}

Json OutputJson(const OutputDiff& output) {
  const bool added = output.kind == OutputDiff::Kind::kAdded;
  const bool removed = output.kind == OutputDiff::Kind::kRemoved;
  return {{"name", JsonSafe(output.name)},
          {"change", added     ? "added"
                     : removed ? "removed"
                               : "changed"},
          {"value", output.value},
          {"type", output.type},
          {"sensitive", Pair(output.sensitive)}};
}

Json CheckJson(const CheckDiff& check) {
  const bool added = check.kind == CheckDiff::Kind::kAdded;
  const bool removed = check.kind == CheckDiff::Kind::kRemoved;
  Json json = {{"kind", JsonSafe(check.check_kind)},
               {"address", JsonSafe(check.address)},
               {"change", added     ? "added"
                          : removed ? "removed"
                                    : "changed"}};
  json["before"] = added ? Json(nullptr) : Json(CheckStatusWord(check.status.before));
  json["after"] = removed ? Json(nullptr) : Json(CheckStatusWord(check.status.after));
  json["objects"] = check.objects;
  return json;
}

Json ObjectsJson(const StateDiff& diff) {
  Json json;
  json["added"] = List(diff.added, ObjectJson);
  json["removed"] = List(diff.removed, ObjectJson);
  json["moved"] = List(diff.moved, [](const MovedObject& moved) -> Json {
    return {{"from", ObjectJson(moved.from)},
            {"to", ObjectJson(moved.to)},
            {"change", ChangeJson(moved.change)}};
  });
  json["changed"] = List(diff.changed, [](const ChangedObject& changed) -> Json {
    return {{"object", ObjectJson(changed.object)}, {"change", ChangeJson(changed.change)}};
  });
  json["reformatted"] = List(diff.reformatted, [](const ReformattedObject& object) -> Json {
    return {{"object", ObjectJson(object.object)}, {"what", Texts(FormatWords(object.format))}};
  });
  json["unchanged"] = diff.unchanged;
  return json;
}

Json DiffJson(const StateDiff& diff) {
  Json json;
  json["differs"] = diff.Differs();
  json["same_bytes"] = diff.same_bytes;
  json["terraform_equal"] = diff.terraform_equal;
  json["terraform_equal_by_luck"] = diff.lucky;
  json["relation"] = RelationName(diff.relation);
  json["objects"] = ObjectsJson(diff);
  json["empty_resources_added"] = Texts(diff.empty_resources_added);
  json["empty_resources_removed"] = Texts(diff.empty_resources_removed);
  json["outputs"] = List(diff.outputs, OutputJson);
  json["check_results"] = List(diff.checks, CheckJson);
  json["check_order"] = diff.check_order;
  return json;
}

}  // namespace

std::string RenderDiffJson(const DiffReport& report) {
  const StateDiff& diff = report.diff;
  Json json = {{"schema_version", 1},
               {"before", DocumentJson(report.path.before, diff.metadata.before)},
               {"after", DocumentJson(report.path.after, diff.metadata.after)}};
  json.update(DiffJson(diff));
  return json.dump(2) + "\n";
}

}  // namespace tfsck
