#include "tests/support/canonical_checks.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/json/indent.h"

namespace tfsck {

std::string SortCheckResults(const std::string& document) {
  constexpr std::string_view kKey = "\n  \"check_results\": ";
  const size_t at = document.rfind(kKey);
  if (at == std::string::npos || document.compare(at + kKey.size(), 4, "null") == 0) {
    return document;
  }
  const size_t begin = at + kKey.size();
  const size_t end = document.rfind('}');
  auto checks = nlohmann::ordered_json::parse(document.substr(begin, end - begin));
  const auto by = [](const char* key) {
    return [key](const auto& a, const auto& b) {
      return a[key].template get<std::string>() < b[key].template get<std::string>();
    };
  };
  std::stable_sort(checks.begin(), checks.end(), by("config_addr"));
  for (auto& check : checks) {
    auto& objects = check["objects"];
    if (objects.is_array()) std::stable_sort(objects.begin(), objects.end(), by("object_addr"));
  }
  std::string sorted;
  json::AppendIndented(checks.dump(), 1, &sorted);
  return document.substr(0, begin) + sorted + "\n" + document.substr(end);
}

}  // namespace tfsck
