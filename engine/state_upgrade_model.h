// What the upgrade of old states makes of them, before it is written as a document.
//
// Internal to state_upgrade.
#ifndef TFSCK_ENGINE_STATE_UPGRADE_MODEL_H_
#define TFSCK_ENGINE_STATE_UPGRADE_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/legacy_attributes.h"
#include "engine/state_upgrade.h"

namespace tfsck {

struct UpgradedObject {
  std::optional<int64_t> key;
  std::string deposed;
  bool tainted = false;
  uint64_t schema_version = 0;
  std::optional<FlatAttributes> attributes;
  std::string private_json;
  uint64_t offset = 0;
};

struct UpgradedResource {
  std::string module;
  std::string_view mode;
  std::string type;
  std::string name;
  std::string provider;
  std::vector<UpgradedObject> objects;
  uint64_t offset = 0;
};

struct UpgradedOutput {
  bool sensitive = false;
  std::string value;  // JSON
  std::string type;   // JSON
  uint64_t offset = 0;
};

struct UpgradedModel {
  std::string terraform_version;
  uint64_t serial = 0;
  std::string lineage;
  std::map<std::string, UpgradedOutput> outputs;
  std::vector<UpgradedResource> resources;
};

// Sorts as Terraform's writer does and writes the document (TF: stateV4.normalize, json.Marshal).
UpgradedState WriteUpgraded(UpgradedModel model);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_UPGRADE_MODEL_H_
