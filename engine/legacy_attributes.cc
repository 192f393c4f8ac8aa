#include "engine/legacy_attributes.h"

#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tfsck {
namespace {

// What stands before the `#` of a collection's count, its dot included; "" for other keys.
std::string_view CollectionPrefix(std::string_view key) {
  if (!key.ends_with(".#")) return {};
  key.remove_suffix(1);
  return key.find('\n') == key.npos ? key : std::string_view();
}

// strconv.Atoi succeeds.
bool IsNumber(std::string_view text) {
  if (!text.empty() && text[0] == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text[0] == '-') return false;
  }
  int64_t ignored = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ignored);
  return error == std::errc() && end == text.data() + text.size();
}

// The part of a key below a collection that names its element.
std::string_view ElementName(std::string_view below) {
  const size_t dot = below.find('.');
  return dot == below.npos || dot == 0 ? below : below.substr(0, dot);
}

struct Elements {
  bool any = false;
  bool named = false;  // some are not numbers: it is a map
};

Elements LookBelow(const FlatAttributes& attributes, const std::string& prefix) {
  Elements out;
  for (auto at = attributes.lower_bound(prefix);
       at != attributes.end() && at->first.starts_with(prefix); ++at) {
    const std::string_view below = std::string_view(at->first).substr(prefix.size());
    if (below == "#") continue;
    out.any = true;
    out.named |= !IsNumber(ElementName(below));
  }
  return out;
}

}  // namespace

void UpgradeFlatAttributes(FlatAttributes* attributes) {
  std::vector<std::string> prefixes;
  for (const auto& [key, value] : *attributes) {
    if (!CollectionPrefix(key).empty()) prefixes.emplace_back(CollectionPrefix(key));
  }
  for (const std::string& prefix : prefixes) {
    const Elements elements = LookBelow(*attributes, prefix);
    const auto count = attributes->find(prefix + '#');
    if (elements.named && count != attributes->end()) {
      (*attributes)[prefix + '%'] = count->second;
      attributes->erase(count);
    } else if (!elements.any && count != attributes->end()) {
      attributes->erase(count);
    }
  }
}

}  // namespace tfsck
