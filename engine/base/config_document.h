// ConfigDocument: a YAML file that a person wrote, as a tree that knows where everything stands.
//
// One reader for every configuration and scenario, so that each mistake is answered the same way:
// "FILE:LINE:COLUMN: unknown key 'fail-onn': did you mean 'fail-on'?".  All errors are kUsage.
// Lines and columns count from 1, columns in bytes.
//
// A document owns its texts; nodes are handles into it and views they give live as long as any copy
// of the document.  Immutable, so any number of threads may read one.  Reading is linear but for
// sorting the keys of each map; an accessor costs no more than what it gives.
#ifndef TFSCK_ENGINE_BASE_CONFIG_DOCUMENT_H_
#define TFSCK_ENGINE_BASE_CONFIG_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace tfsck {

inline constexpr size_t kMaxConfigBytes = size_t{1} << 20;
inline constexpr size_t kMaxConfigDepth = 64;
inline constexpr size_t kMaxConfigValues = 100'000;  // aliases counted as what they stand for

enum class ConfigKind { kNull, kScalar, kList, kMap };

struct ConfigTree;

// A value in the document.
class ConfigNode {
 public:
  ConfigKind kind() const;
  uint64_t line() const;
  uint64_t column() const;
  // How a person would name it: "ignore[2].rule", numbered from 0; "" for the whole document.
  const std::string& path() const { return path_; }

  // Each: an error that says what it must be where the value is of another kind.
  Result<std::string> AsString() const;                      // any scalar, as it is written
  Result<bool> AsBool() const;                               // true or false, not in quotes
  Result<int64_t> AsInt(int64_t least, int64_t most) const;  // decimal, not in quotes
  Result<std::string> AsOneOf(std::span<const std::string_view> choices) const;
  Result<std::vector<ConfigNode>> AsList() const;
  Result<std::vector<std::string>> AsStrings() const;
  // In the order of the document.
  Result<std::vector<std::pair<std::string, ConfigNode>>> AsMap() const;

  // Error where this is no map (nothing at all is an empty one), or for its first key that is not
  // among `known`.
  Result<void> CheckKeys(std::span<const std::string_view> known) const;
  // The value of a key; nothing where the key or its value is absent, or this is no map.
  std::optional<ConfigNode> Find(std::string_view key) const;
  // The same, where absence is an error.
  Result<ConfigNode> Require(std::string_view key) const;

  // "FILE:LINE:COLUMN: message", the place being this node's.
  Error ErrorHere(std::string_view message) const;
  // FILE:LINE:COLUMN; for what an override put there: the override.
  std::string Place() const;

 private:
  friend class ConfigDocument;
  ConfigNode(std::shared_ptr<const ConfigTree> tree, uint32_t index, std::string path)
      : tree_(std::move(tree)), index_(index), path_(std::move(path)) {}
  ConfigNode Child(uint32_t index, std::string path) const;
  std::string MemberPath(std::string_view key) const;
  std::string Subject() const;
  Error WrongKind(std::string_view wanted) const;
  bool IsPlain() const;

  std::shared_ptr<const ConfigTree> tree_;
  uint32_t index_ = 0;
  std::string path_;
};

class ConfigDocument {
 public:
  // Reads YAML 1.2 (what yaml-cpp reads of it) in UTF-8; `name` is the file's, for messages.
  // Refused beside ill-formed YAML: a key twice in one map, a key that is no scalar, a second
  // document, tags but !!str, aliases of what holds them, and what goes beyond the limits above.
  static Result<ConfigDocument> Parse(std::string name, std::string_view text);

  ConfigNode root() const;

  // A copy in which `assignment`, "teams[0].engineers=40", holds.  Its right side is YAML.  A
  // list's item is named by its number from 0 or by its `name`: "teams[platform].engineers=40";
  // maps on the way that are absent are made, list items are not.  What it puts there has `option`
  // and the assignment as its place: "--set teams[0].engineers=x: 'teams[0].engineers' must be
  // ...".
  Result<ConfigDocument> With(std::string_view option, std::string_view assignment) const;

  // The deepest value on the way that a path such as "teams[0].engineers" names: where to point
  // when something is wrong with what may have been left out.
  ConfigNode Deepest(std::string_view path) const;

 private:
  explicit ConfigDocument(std::shared_ptr<const ConfigTree> tree) : tree_(std::move(tree)) {}

  std::shared_ptr<const ConfigTree> tree_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_CONFIG_DOCUMENT_H_
