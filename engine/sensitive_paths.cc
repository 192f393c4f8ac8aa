#include "engine/sensitive_paths.h"

#include <fmt/format.h>

#include <utility>

#include "engine/cty_value.h"
#include "engine/json/tape.h"
#include "engine/json/text.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

// One step as Go decodes it: absent fields are empty.
struct RawStep {
  std::string type;
  std::string_view value;
};

class PathsReader {
 public:
  explicit PathsReader(const Tape& tape) : tape_(tape) {}

  tl::expected<std::vector<SensitivePath>, SensitivePathsError> Read() {
    std::vector<std::vector<RawStep>> raw = DecodePaths();
    std::vector<SensitivePath> paths;
    for (const std::vector<RawStep>& steps : raw) {
      SensitivePath path;
      if (ReadSteps(steps, &path)) paths.push_back(std::move(path));
      if (error_.panics) break;
    }
    if (!error_.problems.empty()) return tl::unexpected(std::move(error_));
    return paths;
  }

 private:
  // ---- encoding/json into [][]pathStep ----

  // Go keeps the first mismatch and reads on.
  void Mismatch(Kind kind, std::string_view go_type) {
    if (!error_.problems.empty()) return;
    error_.problems.push_back(
        fmt::format("Error unmarshaling path steps: json: cannot unmarshal {} into Go {}",
                    json::KindName(kind), go_type));
  }

  std::vector<std::vector<RawStep>> DecodePaths() {
    std::vector<std::vector<RawStep>> paths;
    if (tape_.kind(0) == Kind::kNull) return paths;
    if (tape_.kind(0) != Kind::kArray) {
      Mismatch(tape_.kind(0), "value of type [][]statefile.pathStep");
      return paths;
    }
    for (uint32_t at = tape_.FirstChild(0); at != tape_.end(0); at = tape_.end(at)) {
      paths.push_back(DecodePath(at));
    }
    return paths;
  }

  std::vector<RawStep> DecodePath(uint32_t node) {
    std::vector<RawStep> steps;
    if (tape_.kind(node) == Kind::kNull) return steps;
    if (tape_.kind(node) != Kind::kArray) {
      Mismatch(tape_.kind(node), "value of type []statefile.pathStep");
      return steps;
    }
    for (uint32_t at = tape_.FirstChild(node); at != tape_.end(node); at = tape_.end(at)) {
      steps.push_back(DecodeStep(at));
    }
    return steps;
  }

  RawStep DecodeStep(uint32_t node) {
    RawStep step;
    if (tape_.kind(node) == Kind::kNull) return step;
    if (tape_.kind(node) != Kind::kObject) {
      Mismatch(tape_.kind(node), "value of type statefile.pathStep");
      return step;
    }
    uint32_t next = 0;
    for (uint32_t key = tape_.FirstChild(node); key != tape_.end(node); key = next) {
      const uint32_t value = key + 1;
      next = tape_.end(value);
      if (tape_.Names(key, "value")) step.value = tape_.Raw(value);
      if (!tape_.Names(key, "type") || tape_.kind(value) == Kind::kNull) continue;
      if (tape_.kind(value) == Kind::kString) {
        step.type = tape_.Text(value);
      } else {
        Mismatch(tape_.kind(value), "struct field pathStep.type of type string");
      }
    }
    return step;
  }

  // ---- from steps to a path ----

  bool Fail(std::string problem) {
    error_.problems.push_back(std::move(problem));
    return false;
  }

  bool ReadSteps(const std::vector<RawStep>& steps, SensitivePath* path) {
    for (const RawStep& step : steps) {
      if (!ReadStep(step, path)) return false;
    }
    return true;
  }

  bool ReadStep(const RawStep& step, SensitivePath* path) {
    if (step.type == "index") return ReadIndex(step.value, path);
    if (step.type == "get_attr") return ReadName(step.value, path);
    std::string type;
    AppendGoQuoted(step.type, &type);
    return Fail("Unsupported path step: Unsupported path step type " + type);
  }

  bool ReadIndex(std::string_view value, SensitivePath* path) {
    auto key = CanonicalDynamicValue(value);
    if (key) {
      path->push_back({SensitiveStep::Kind::kIndex, std::move(*key)});
      return true;
    }
    if (key.error().kind == CtyVerdict::Kind::kPanics) {
      error_ = {{key.error().message}, true};
      return false;
    }
    return Fail("Error unmarshaling path step: Failed to unmarshal index step key: " +
                key.error().message);
  }

  bool ReadName(std::string_view value, SensitivePath* path) {
    constexpr std::string_view kPrefix =
        "Error unmarshaling path step: Failed to unmarshal get attr step name: ";
    if (value.empty()) return Fail(std::string(kPrefix) + "unexpected end of JSON input");
    json::Cursor cursor(value);
    const Kind kind = cursor.Peek();
    if (kind == Kind::kString || kind == Kind::kNull) {
      path->push_back({SensitiveStep::Kind::kGetAttr,
                       kind == Kind::kNull ? std::string() : json::Decode(cursor.TakeString())});
      return true;
    }
    return Fail(fmt::format("{}json: cannot unmarshal {} into Go value of type string", kPrefix,
                            json::KindName(kind)));
  }

  const Tape& tape_;
  SensitivePathsError error_;
};

}  // namespace

bool operator==(const SensitiveStep& a, const SensitiveStep& b) {
  return a.kind == b.kind && a.text == b.text;
}

tl::expected<std::vector<SensitivePath>, SensitivePathsError> ParseSensitivePaths(
    std::string_view json) {
  if (json.empty()) return std::vector<SensitivePath>();
  const Tape tape(json);
  if (tape.empty()) {
    return tl::unexpected(SensitivePathsError{{"not one whole JSON value"}, false});
  }
  return PathsReader(tape).Read();
}

void AppendSensitivePaths(const std::vector<SensitivePath>& paths, std::string* out) {
  *out += '[';
  for (const SensitivePath& path : paths) {
    if (&path != &paths.front()) *out += ',';
    *out += '[';
    for (const SensitiveStep& step : path) {
      if (&step != &path.front()) *out += ',';
      if (step.kind == SensitiveStep::Kind::kIndex) {
        *out += "{\"type\":\"index\",\"value\":" + step.text + '}';
        continue;
      }
      *out += "{\"type\":\"get_attr\",\"value\":";
      json::AppendQuoted(step.text, out);
      *out += '}';
    }
    *out += ']';
  }
  *out += ']';
}

}  // namespace tfsck
