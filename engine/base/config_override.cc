// Values set from the command line: the way to the value is copied, for aliases may share it, and
// the rest of the tree is used as it is.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/base/config_document.h"
#include "engine/base/config_tree.h"
#include "engine/base/nearest_name.h"

namespace tfsck {
namespace {

// One step of a path: a key, or an item of a list.
struct PathStep {
  std::string_view name;
  bool item = false;
};

// Nothing where the path is ill-formed.
std::optional<std::vector<PathStep>> SplitPath(std::string_view path) {
  std::vector<PathStep> steps;
  while (!path.empty()) {
    const bool item = path.front() == '[';
    if (item || (!steps.empty() && path.front() == '.')) {
      path.remove_prefix(1);
    } else if (!steps.empty()) {
      return std::nullopt;
    }
    const size_t end = std::min(path.find_first_of(item ? "]" : ".["), path.size());
    if (end == 0 || (item && end == path.size())) return std::nullopt;
    steps.push_back({path.substr(0, end), item});
    path.remove_prefix(item ? end + 1 : end);
  }
  if (steps.empty() || steps.size() > kMaxConfigDepth) return std::nullopt;
  return steps;
}

std::optional<size_t> FindKey(const ConfigValue& map, std::string_view name) {
  for (size_t i = 0; i < map.keys.size(); ++i) {
    if (map.keys[i].text == name) return i;
  }
  return std::nullopt;
}

std::string_view NameOf(const ConfigTree& tree, uint32_t item) {
  const ConfigValue& value = tree.values[item];
  const auto at = FindKey(value, "name");
  if (!at) return "";
  return tree.values[value.children[*at]].text;
}

std::optional<size_t> FindItem(const ConfigTree& tree, const ConfigValue& list,
                               std::string_view name) {
  size_t number = 0;
  const auto [end, failure] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (failure == std::errc() && end == name.data() + name.size()) {
    if (number < list.children.size()) return number;
    return std::nullopt;
  }
  for (size_t i = 0; i < list.children.size(); ++i) {
    if (NameOf(tree, list.children[i]) == name) return i;
  }
  return std::nullopt;
}

std::optional<size_t> FindStep(const ConfigTree& tree, const ConfigValue& value,
                               const PathStep& step) {
  if (step.item != (value.kind == ConfigKind::kList)) return std::nullopt;
  return step.item ? FindItem(tree, value, step.name) : FindKey(value, step.name);
}

// Why `step` leads nowhere from `value`, which `before` names.
std::string NoSuchStep(const ConfigTree& tree, const ConfigValue& value, const PathStep& step,
                       std::string_view before) {
  const std::string subject = before.empty() ? "the document" : fmt::format("'{}'", before);
  if (value.kind == ConfigKind::kScalar) {
    return fmt::format("{} is '{}', which has no members: set it whole", subject, value.text);
  }
  if (value.kind != ConfigKind::kList) return fmt::format("{} is no list", subject);
  if (!step.item) {
    return fmt::format("{} is a list: say which of its items, as in {}[0]", subject, before);
  }
  std::vector<std::string_view> names;
  for (const uint32_t child : value.children) names.push_back(NameOf(tree, child));
  const auto nearest = NearestName(step.name, names);
  return fmt::format("{} has {} item{}, none of them '{}'{}", subject, value.children.size(),
                     value.children.size() == 1 ? "" : "s", step.name,
                     nearest ? fmt::format(": did you mean '{}'?", *nearest) : "");
}

// Appends the values of `source`, whose places become override `origin`; its root's new index.
uint32_t Graft(const ConfigTree& source, uint32_t origin, ConfigTree* tree) {
  const auto base = static_cast<uint32_t>(tree->values.size());
  for (ConfigValue value : source.values) {
    value.place.origin = origin;
    for (ConfigKey& key : value.keys) key.place.origin = origin;
    for (uint32_t& child : value.children) child += base;
    tree->values.push_back(std::move(value));
  }
  return base + source.root;
}

// Copies the way to the last of `steps` and hangs `leaf` there.
class Setter {
 public:
  Setter(ConfigTree* tree, uint32_t origin) : tree_(tree), origin_(origin) {}

  Result<void> Set(std::string_view path, const std::vector<PathStep>& steps, uint32_t leaf) {
    uint32_t at = tree_->root = Copy(tree_->root);
    for (size_t i = 0; i < steps.size(); ++i) {
      const size_t begin = static_cast<size_t>(steps[i].name.data() - path.data());
      const auto child = ChildAt(at, steps[i], path.substr(0, begin - (i > 0 ? 1 : 0)));
      if (!child) return tl::unexpected(child.error());
      const bool last = i + 1 == steps.size();
      const uint32_t next = last ? leaf : Copy(tree_->values[at].children[*child]);
      tree_->values[at].children[*child] = next;
      at = next;
    }
    return {};
  }

 private:
  uint32_t Copy(uint32_t index) {
    tree_->values.push_back(ConfigValue(tree_->values[index]));
    return static_cast<uint32_t>(tree_->values.size() - 1);
  }

  // The number of the child, which is made where a map lacks it.
  Result<size_t> ChildAt(uint32_t at, const PathStep& step, std::string_view before) {
    ConfigValue* value = &tree_->values[at];
    if (const auto found = FindStep(*tree_, *value, step)) return *found;
    const bool map = value->kind == ConfigKind::kMap || value->kind == ConfigKind::kNull;
    if (step.item || !map) {
      return tl::unexpected(
          ConfigError(*tree_, {.origin = origin_}, NoSuchStep(*tree_, *value, step, before)));
    }
    ConfigValue nothing;
    nothing.place.origin = origin_;
    tree_->values.push_back(nothing);
    value = &tree_->values[at];
    value->kind = ConfigKind::kMap;
    value->keys.push_back({std::string(step.name), nothing.place});
    value->children.push_back(static_cast<uint32_t>(tree_->values.size() - 1));
    return value->children.size() - 1;
  }

  ConfigTree* tree_;
  uint32_t origin_;
};

}  // namespace

Result<ConfigDocument> ConfigDocument::With(std::string_view option,
                                            std::string_view assignment) const {
  const std::string origin = fmt::format("{} {}", option, assignment);
  const size_t equals = assignment.find('=');
  const auto steps = SplitPath(assignment.substr(0, equals));
  if (equals == assignment.npos || !steps) {
    return MakeError(ErrorKind::kUsage,
                     origin + ": must be PATH=VALUE, as in teams[0].engineers=40");
  }
  const auto value = Parse(origin, assignment.substr(equals + 1));
  if (!value) return tl::unexpected(value.error());
  auto tree = std::make_shared<ConfigTree>(*tree_);
  tree->overrides.push_back(origin);
  const auto number = static_cast<uint32_t>(tree->overrides.size());
  const uint32_t leaf = Graft(*value->tree_, number, tree.get());
  if (auto set = Setter(tree.get(), number).Set(assignment.substr(0, equals), *steps, leaf); !set) {
    return tl::unexpected(set.error());
  }
  return ConfigDocument(std::move(tree));
}

ConfigNode ConfigDocument::Deepest(std::string_view path) const {
  uint32_t at = tree_->root;
  for (const PathStep& step : SplitPath(path).value_or(std::vector<PathStep>{})) {
    const auto child = FindStep(*tree_, tree_->values[at], step);
    if (!child) break;
    at = tree_->values[at].children[*child];
  }
  return {tree_, at, std::string(path)};
}

}  // namespace tfsck
