#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/base/base64.h"
#include "engine/go_value.h"
#include "engine/json/text.h"
#include "engine/state_upgrade_model.h"

namespace tfsck {
namespace {

class UpgradeWriter {
 public:
  UpgradedState Write(const UpgradedModel& model) {
    Text("{\"version\":4,\"terraform_version\":", model.terraform_version);
    out_.document += ",\"serial\":" + std::to_string(model.serial);
    Text(",\"lineage\":", model.lineage);
    out_.document += ",\"outputs\":{";
    for (const auto& [name, output] : model.outputs) Output(name, output);
    Close("},\"resources\":[");
    for (const UpgradedResource& resource : model.resources) Resource(resource);
    Close("]}");
    return std::move(out_);
  }

 private:
  void Text(std::string_view before, std::string_view text) {
    out_.document += before;
    json::AppendQuoted(text, &out_.document);
  }

  // Ends a list whose members all end with a comma.
  void Close(std::string_view brackets) {
    if (out_.document.back() == ',') out_.document.pop_back();
    out_.document += brackets;
  }

  void Map(uint64_t source) { out_.source_map.push_back({out_.document.size(), source}); }

  void Output(const std::string& name, const UpgradedOutput& output) {
    Map(output.offset);
    Text("", name);
    out_.document += ":{\"value\":" + output.value + ",\"type\":" + output.type;
    if (output.sensitive) out_.document += ",\"sensitive\":true";
    out_.document += "},";
  }

  void Resource(const UpgradedResource& resource) {
    Map(resource.offset);
    out_.document += '{';
    if (!resource.module.empty()) {
      Text("\"module\":", resource.module);
      out_.document += ',';
    }
    Text("\"mode\":", resource.mode);
    Text(",\"type\":", resource.type);
    Text(",\"name\":", resource.name);
    Text(",\"provider\":", resource.provider);
    out_.document += ",\"instances\":[";
    for (const UpgradedObject& object : resource.objects) Object(object);
    Close("]},");
  }

  void Object(const UpgradedObject& object) {
    Map(object.offset);
    out_.document += '{';
    if (object.key) out_.document += "\"index_key\":" + std::to_string(*object.key) + ',';
    if (object.tainted) out_.document += "\"status\":\"tainted\",";
    if (!object.deposed.empty()) out_.document += "\"deposed\":\"" + object.deposed + "\",";
    out_.document += "\"schema_version\":" + std::to_string(object.schema_version);
    if (object.attributes) Attributes(*object.attributes);
    if (!object.private_json.empty()) {
      out_.document += ",\"private\":\"" + EncodeBase64(object.private_json) + '"';
    }
    out_.document += "},";
  }

  void Attributes(const FlatAttributes& attributes) {
    out_.document += ",\"attributes_flat\":{";
    for (const auto& [key, value] : attributes) {
      Text("", key);
      Text(":", value);
      out_.document += ',';
    }
    Close("}");
  }

  UpgradedState out_;
};

}  // namespace

UpgradedState WriteUpgraded(UpgradedModel model) {
  std::stable_sort(model.resources.begin(), model.resources.end(),
                   [](const UpgradedResource& a, const UpgradedResource& b) {
                     return std::tie(a.module, a.mode, a.type, a.name) <
                            std::tie(b.module, b.mode, b.type, b.name);
                   });
  for (UpgradedResource& resource : model.resources) {
    std::stable_sort(resource.objects.begin(), resource.objects.end(),
                     [](const UpgradedObject& a, const UpgradedObject& b) {
                       return std::tie(a.key, a.deposed) < std::tie(b.key, b.deposed);
                     });
  }
  return UpgradeWriter().Write(model);
}

}  // namespace tfsck
