// Flat attributes of version 2, rewritten to those of version 3.
//
// Pure; safe from any thread.
#ifndef TFSCK_ENGINE_LEGACY_ATTRIBUTES_H_
#define TFSCK_ENGINE_LEGACY_ATTRIBUTES_H_

#include <map>
#include <string>

namespace tfsck {

using FlatAttributes = std::map<std::string, std::string>;

// Renames the counts of maps from `name.#` to `name.%`, and drops the counts of empty collections.
// Costs one look at the keys below it for each collection.
// Source: TF v1.11.4 internal/states/statefile/version2_upgrade.go (upgradeAttributesV2ToV3).
void UpgradeFlatAttributes(FlatAttributes* attributes);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LEGACY_ATTRIBUTES_H_
