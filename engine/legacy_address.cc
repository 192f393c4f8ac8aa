#include "engine/legacy_address.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/go_value.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

std::vector<std::string> SplitAtDots(std::string_view text) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t dot = 0; dot != text.npos; begin = dot + 1) {
    dot = text.find('.', begin);
    parts.emplace_back(text.substr(begin, dot == text.npos ? text.npos : dot - begin));
  }
  return parts;
}

}  // namespace

std::string LegacyAddress::Resource() const {
  return fmt::format("{}{}.{}", data ? "data." : "", type, name);
}

std::string LegacyAddress::Instance() const {
  return key ? fmt::format("{}[{}]", Resource(), *key) : Resource();
}

tl::expected<LegacyAddress, std::string> ParseLegacyAddress(std::string_view text) {
  std::vector<std::string> parts = SplitAtDots(text);
  LegacyAddress out;
  bool good = parts.size() >= 2 && parts.size() <= 4;
  if (good && parts.size() > 2 && parts[0] == "data") {
    out.data = true;
    parts.erase(parts.begin());
  }
  good = good && (parts.size() <= 3 || out.data);
  if (!good) {
    return tl::unexpected(fmt::format("invalid internal resource address format: {}", text));
  }
  out.type = std::move(parts[0]);
  out.name = std::move(parts[1]);
  if (parts.size() == 2) return out;
  const auto key = ParseGoInt(parts[2]);
  if (!key) {
    std::string quoted;
    AppendGoQuoted(text, &quoted);
    return tl::unexpected(
        fmt::format("error parsing resource address {}: {}", quoted, key.error()));
  }
  out.key = *key;
  return out;
}

}  // namespace tfsck
