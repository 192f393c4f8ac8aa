#include "engine/state.h"

#include <algorithm>
#include <array>

namespace tfsck {

std::string_view FamilyId(ToolFamily family) {
  constexpr std::array<std::string_view, 3> kIds = {"unknown", "terraform", "opentofu"};
  return kIds[static_cast<size_t>(family)];
}

bool StateSnapshot::Readable() const {
  return std::none_of(facts.begin(), facts.end(),
                      [](const FormatFact& fact) { return fact.refused; });
}

std::string StateSnapshot::ResourceAddressText(uint32_t resource) const {
  const Resource& row = resources[resource];
  std::string text(modules[row.module].text);
  if (!text.empty()) text += '.';
  AppendResource(row.mode, row.type, row.name, &text);
  return text;
}

std::string StateSnapshot::InstanceAddress(uint32_t instance) const {
  std::string text = ResourceAddressText(instances[instance].resource);
  AppendInstanceKey(instances[instance].key, &text);
  return text;
}

}  // namespace tfsck
