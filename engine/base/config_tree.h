// What the reader of configurations fills and ConfigNode looks into; for those two only.
#ifndef TFSCK_ENGINE_BASE_CONFIG_TREE_H_
#define TFSCK_ENGINE_BASE_CONFIG_TREE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/config_document.h"

namespace tfsck {

struct ConfigPlace {
  uint64_t line = 1;
  uint64_t column = 1;
  uint32_t origin = 0;  // 0: the file; N: ConfigTree::overrides[N - 1]
};

struct ConfigKey {
  std::string text;
  ConfigPlace place;
};

struct ConfigValue {
  ConfigKind kind = ConfigKind::kNull;
  bool plain = false;  // a scalar without quotes
  bool closed = true;  // all children are known
  ConfigPlace place;
  std::string text;                // of a scalar
  std::vector<ConfigKey> keys;     // of a map, as many as children
  std::vector<uint32_t> children;  // of a list or map; an alias shares its child with others
  uint64_t expanded = 1;           // values in it, itself and aliases included
};

struct ConfigTree {
  std::string name;
  std::vector<ConfigValue> values;
  uint32_t root = 0;
  std::vector<std::string> overrides;  // as they were given
};

// NAME:LINE:COLUMN, or the override that put it there.
std::string ConfigPlaceText(const ConfigTree& tree, const ConfigPlace& place);
// "PLACE: message" of kind kUsage.
Error ConfigError(const ConfigTree& tree, const ConfigPlace& place, std::string_view message);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_CONFIG_TREE_H_
