// The typed accessors of a configuration's nodes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "engine/base/config_document.h"
#include "engine/base/config_tree.h"
#include "engine/base/nearest_name.h"

namespace tfsck {
namespace {

std::string_view KindWords(ConfigKind kind) {
  switch (kind) {
    case ConfigKind::kNull:
      return "nothing";
    case ConfigKind::kScalar:
      return "a text";
    case ConfigKind::kList:
      return "a list";
    case ConfigKind::kMap:
      return "a map";
  }
  return "";
}

std::string UnknownKey(std::string_view key, std::span<const std::string_view> known) {
  if (const auto nearest = NearestName(key, known)) {
    return fmt::format("unknown key '{}': did you mean '{}'?", key, *nearest);
  }
  return fmt::format("unknown key '{}'; the keys here are {}", key, fmt::join(known, ", "));
}

}  // namespace

std::string ConfigPlaceText(const ConfigTree& tree, const ConfigPlace& place) {
  if (place.origin > 0) return tree.overrides[place.origin - 1];
  return fmt::format("{}:{}:{}", tree.name, place.line, place.column);
}

Error ConfigError(const ConfigTree& tree, const ConfigPlace& place, std::string_view message) {
  return {ErrorKind::kUsage, fmt::format("{}: {}", ConfigPlaceText(tree, place), message)};
}

ConfigKind ConfigNode::kind() const { return tree_->values[index_].kind; }
uint64_t ConfigNode::line() const { return tree_->values[index_].place.line; }
uint64_t ConfigNode::column() const { return tree_->values[index_].place.column; }
bool ConfigNode::IsPlain() const { return tree_->values[index_].plain; }

Error ConfigNode::ErrorHere(std::string_view message) const {
  return ConfigError(*tree_, tree_->values[index_].place, message);
}

std::string ConfigNode::Place() const {
  return ConfigPlaceText(*tree_, tree_->values[index_].place);
}

std::string ConfigNode::Subject() const {
  return path_.empty() ? "the document" : fmt::format("'{}'", path_);
}

Error ConfigNode::WrongKind(std::string_view wanted) const {
  const std::string found = kind() == ConfigKind::kScalar
                                ? fmt::format("'{}'", tree_->values[index_].text)
                                : std::string(KindWords(kind()));
  return ErrorHere(fmt::format("{} must be {}, not {}", Subject(), wanted, found));
}

ConfigNode ConfigNode::Child(uint32_t index, std::string path) const {
  return {tree_, index, std::move(path)};
}

std::string ConfigNode::MemberPath(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Result<std::string> ConfigNode::AsString() const {
  if (kind() != ConfigKind::kScalar) return tl::unexpected(WrongKind("a text"));
  return tree_->values[index_].text;
}

Result<bool> ConfigNode::AsBool() const {
  const std::string& text = tree_->values[index_].text;
  if (IsPlain() && text == "true") return true;
  if (IsPlain() && text == "false") return false;
  return tl::unexpected(WrongKind("true or false"));
}

Result<int64_t> ConfigNode::AsInt(int64_t least, int64_t most) const {
  const std::string& text = tree_->values[index_].text;
  int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = IsPlain() && failure == std::errc() && end == text.data() + text.size();
  if (!whole || value < least || value > most) {
    return tl::unexpected(WrongKind(fmt::format("a whole number from {} to {}", least, most)));
  }
  return value;
}

Result<std::string> ConfigNode::AsOneOf(std::span<const std::string_view> choices) const {
  const std::string& text = tree_->values[index_].text;
  if (kind() == ConfigKind::kScalar &&
      std::find(choices.begin(), choices.end(), text) != choices.end()) {
    return text;
  }
  Error error = WrongKind(fmt::format("one of {}", fmt::join(choices, ", ")));
  if (const auto nearest = NearestName(text, choices)) {
    error.message += fmt::format(": did you mean '{}'?", *nearest);
  }
  return tl::unexpected(std::move(error));
}

Result<std::vector<ConfigNode>> ConfigNode::AsList() const {
  if (kind() != ConfigKind::kList) return tl::unexpected(WrongKind("a list"));
  std::vector<ConfigNode> nodes;
  for (const uint32_t child : tree_->values[index_].children) {
    nodes.push_back(Child(child, fmt::format("{}[{}]", path_, nodes.size())));
  }
  return nodes;
}

Result<std::vector<std::string>> ConfigNode::AsStrings() const {
  const auto nodes = AsList();
  if (!nodes) return tl::unexpected(nodes.error());
  std::vector<std::string> texts;
  for (const ConfigNode& node : *nodes) {
    auto text = node.AsString();
    if (!text) return tl::unexpected(std::move(text.error()));
    texts.push_back(std::move(*text));
  }
  return texts;
}

Result<std::vector<std::pair<std::string, ConfigNode>>> ConfigNode::AsMap() const {
  if (kind() != ConfigKind::kMap) return tl::unexpected(WrongKind("a map"));
  const ConfigValue& map = tree_->values[index_];
  std::vector<std::pair<std::string, ConfigNode>> members;
  for (size_t i = 0; i < map.children.size(); ++i) {
    const std::string& key = map.keys[i].text;
    members.emplace_back(key, Child(map.children[i], MemberPath(key)));
  }
  return members;
}

Result<void> ConfigNode::CheckKeys(std::span<const std::string_view> known) const {
  if (kind() == ConfigKind::kNull) return {};
  if (kind() != ConfigKind::kMap) return tl::unexpected(WrongKind("a map"));
  for (const ConfigKey& key : tree_->values[index_].keys) {
    if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
    return tl::unexpected(ConfigError(*tree_, key.place, UnknownKey(key.text, known)));
  }
  return {};
}

std::optional<ConfigNode> ConfigNode::Find(std::string_view key) const {
  const ConfigValue& map = tree_->values[index_];
  for (size_t i = 0; i < map.keys.size(); ++i) {
    if (map.keys[i].text != key) continue;
    ConfigNode found = Child(map.children[i], MemberPath(key));
    if (found.kind() == ConfigKind::kNull) return std::nullopt;
    return found;
  }
  return std::nullopt;
}

Result<ConfigNode> ConfigNode::Require(std::string_view key) const {
  if (auto found = Find(key)) return *std::move(found);
  return tl::unexpected(ErrorHere(fmt::format("{} lacks '{}'", Subject(), key)));
}

}  // namespace tfsck
