#include "cli/check_config.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "cli/rule_named.h"
#include "engine/base/config_document.h"
#include "engine/storage/local_file.h"

namespace tfsck {
namespace {

constexpr std::string_view kKeys[] = {"version", "fail-on", "for", "ignore"};
constexpr std::string_view kEntryKeys[] = {"rule", "path", "address", "reason"};
constexpr std::string_view kFailOn[] = {"info", "warning", "error", "fatal", "never"};
constexpr std::string_view kTools[] = {"auto", "terraform", "opentofu"};
// Matching costs pattern times text.
constexpr size_t kMaxGlobBytes = 1000;

Result<std::optional<std::string>> ReadChoice(const ConfigNode& map, std::string_view key,
                                              std::span<const std::string_view> choices) {
  const auto node = map.Find(key);
  if (!node) return std::nullopt;
  return node->AsOneOf(choices);
}

// "" where the key is absent.
Result<std::string> ReadText(const ConfigNode& map, std::string_view key) {
  const auto node = map.Find(key);
  return node ? node->AsString() : std::string();
}

Result<std::optional<std::string>> ReadGlob(const ConfigNode& entry, std::string_view key) {
  const auto node = entry.Find(key);
  if (!node) return std::nullopt;
  auto text = node->AsString();
  if (!text) return tl::unexpected(std::move(text.error()));
  if (text->empty() || text->size() > kMaxGlobBytes) {
    return tl::unexpected(
        node->ErrorHere(fmt::format("'{}' must have 1 to {} bytes", node->path(), kMaxGlobBytes)));
  }
  return *std::move(text);
}

Result<uint16_t> ReadRule(const ConfigNode& entry) {
  const auto node = entry.Require("rule");
  if (!node) return tl::unexpected(node.error());
  const auto name = node->AsString();
  if (!name) return tl::unexpected(name.error());
  const auto rule = IgnorableRuleNamed(*name);
  if (!rule) return tl::unexpected(node->ErrorHere(rule.error().message));
  return static_cast<uint16_t>(*rule - AllRules().data());
}

Result<IgnoreEntry> ReadEntry(const std::string& name, const ConfigNode& node) {
  if (auto keys = node.CheckKeys(kEntryKeys); !keys) return tl::unexpected(keys.error());
  const auto rule = ReadRule(node);
  if (!rule) return tl::unexpected(rule.error());
  const auto path = ReadGlob(node, "path");
  if (!path) return tl::unexpected(path.error());
  const auto address = ReadGlob(node, "address");
  if (!address) return tl::unexpected(address.error());
  auto reason = ReadText(node, "reason");
  if (!reason) return tl::unexpected(reason.error());
  IgnoreEntry entry;
  entry.rule = *rule;
  if (*path) entry.path.emplace(**path, GlobStyle::kPath);
  if (*address) entry.address.emplace(**address, GlobStyle::kText);
  entry.path_is_name = *path && (*path)->find('/') == std::string::npos;
  entry.reason = *std::move(reason);
  entry.source = name;
  entry.place = node.Place();
  return entry;
}

Result<IgnoreList> ReadIgnore(const std::string& name, const ConfigNode& root) {
  IgnoreList list;
  const auto node = root.Find("ignore");
  if (!node) return list;
  const auto entries = node->AsList();
  if (!entries) return tl::unexpected(entries.error());
  for (const ConfigNode& each : *entries) {
    auto entry = ReadEntry(name, each);
    if (!entry) return tl::unexpected(std::move(entry.error()));
    list.push_back(*std::move(entry));
  }
  return list;
}

Result<void> CheckVersion(const ConfigNode& root) {
  const auto node = root.Require("version");
  if (!node) return tl::unexpected(node.error());
  if (const auto version = node->AsInt(1, 1); !version) {
    return tl::unexpected(node->ErrorHere("'version' must be 1, which is what this tfsck reads"));
  }
  return {};
}

bool Exists(const std::string& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0 || errno != ENOENT;
}

}  // namespace

Result<CheckConfig> ParseCheckConfig(const std::string& name, std::string_view text) {
  const auto document = ConfigDocument::Parse(name, text);
  if (!document) return tl::unexpected(document.error());
  const ConfigNode root = document->root();
  if (auto keys = root.CheckKeys(kKeys); !keys) return tl::unexpected(keys.error());
  if (auto version = CheckVersion(root); !version) return tl::unexpected(version.error());
  auto fail_on = ReadChoice(root, "fail-on", kFailOn);
  if (!fail_on) return tl::unexpected(fail_on.error());
  auto tool = ReadChoice(root, "for", kTools);
  if (!tool) return tl::unexpected(tool.error());
  auto ignore = ReadIgnore(name, root);
  if (!ignore) return tl::unexpected(ignore.error());
  return CheckConfig{*std::move(fail_on), *std::move(tool), *std::move(ignore)};
}

Result<CheckConfig> LoadCheckConfig(const std::string& path) {
  const std::string name(path.empty() ? std::string(kConfigFile) : path);
  if (path.empty() && !Exists(name)) return CheckConfig{};
  const auto file =
      LoadLocalFile(name, {.max_bytes = kMaxConfigBytes, .max_streamed = kMaxConfigBytes});
  if (!file) return MakeError(ErrorKind::kUsage, "the configuration: " + file.error().message);
  return ParseCheckConfig(name, file->buffer.bytes);
}

}  // namespace tfsck
