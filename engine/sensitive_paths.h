// sensitive_attributes: which parts of a resource instance's attributes are secret.
//
// Pure functions, safe from any thread; results own their text.  All `json` needs 64 readable
// bytes behind it.  Linear.
// Source: TF v1.11.4 internal/states/statefile/version4.go (unmarshalPaths, marshalPaths).
#ifndef TFSCK_ENGINE_SENSITIVE_PATHS_H_
#define TFSCK_ENGINE_SENSITIVE_PATHS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace tfsck {

struct SensitiveStep {
  enum class Kind : uint8_t {
    kGetAttr,  // text: the attribute's name, decoded
    kIndex,  // text: the key as a dynamic cty value, canonical JSON: {"value":"k","type":"string"}
  };
  Kind kind = Kind::kGetAttr;
  std::string text;
};
bool operator==(const SensitiveStep& a, const SensitiveStep& b);

// No steps: the whole object.
using SensitivePath = std::vector<SensitiveStep>;

struct SensitivePathsError {
  std::vector<std::string> problems;  // Terraform's "summary: detail", at least one
  bool panics = false;                // Terraform crashes; the problem is what it panics with
};

// Reads `sensitive_attributes`; null and "" are no paths.
tl::expected<std::vector<SensitivePath>, SensitivePathsError> ParseSensitivePaths(
    std::string_view json);

// Appends the paths as Terraform writes them back, without white space: `[]` when there are none.
void AppendSensitivePaths(const std::vector<SensitivePath>& paths, std::string* out);

enum class PathTarget : uint8_t {
  kExists,
  kMissing,        // no such attribute, key or index
  kThroughScalar,  // a step into a string, number or bool
  kThroughNull,    // a step into null: nothing is there to hide
};

// Follows a path through raw attributes.  Dynamically typed attributes are seen through their
// {"value","type"} wrapper.  A key that is no number, on an array, names an element of a set; such
// a path exists where the array has elements.
PathTarget ResolvePath(std::string_view attributes_json, const SensitivePath& path);
// The same for several paths, with one walk through the top level for all of them.
std::vector<PathTarget> ResolvePaths(std::string_view attributes_json,
                                     std::span<const SensitivePath> paths);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_SENSITIVE_PATHS_H_
