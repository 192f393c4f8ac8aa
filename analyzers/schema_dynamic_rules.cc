// SCH030: attributes of dynamic type whose value or type cannot be read.
//
// Only the provider's schema tells which attributes are dynamic; terraform_data is built into
// Terraform and its schema known (TF: internal/builtin/providers/terraform/resource_data.go).  How
// a dynamic value is stored: go-cty cty/json/unmarshal.go, unmarshalDynamic.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzers/rule_functions.h"
#include "engine/cty_type.h"
#include "engine/json/cursor.h"

namespace tfsck {
namespace {

constexpr std::string_view kDynamicAttributes[] = {"input", "output", "triggers_replace"};

// What is wrong with the value the cursor stands on; "" where nothing is.  Takes the value.
std::string TakeDynamic(json::Cursor& cursor) {
  if (cursor.Peek() == json::Kind::kNull) {
    cursor.TakeLiteral();
    return {};
  }
  if (cursor.Peek() != json::Kind::kObject) {
    cursor.SkipValue();
    return "is neither null nor an object with value and type";
  }
  std::string_view type;
  bool has_value = false;
  bool has_other = false;
  cursor.SkipObject([&](const json::RawString& key) {
    const std::string name = json::Decode(key);
    if (name == "type") {
      type = cursor.SkipValue();
      return true;
    }
    has_value = has_value || name == "value";
    has_other = has_other || name != "value";
    return false;
  });
  if (has_other) return "has a key other than value and type";
  if (type.empty()) return "has no type";
  if (!has_value) return "has no value";
  if (const auto parsed = ParseCtyType(type); !parsed) {
    return fmt::format("has a bad type: {}", parsed.error());
  }
  return {};
}

void CheckDynamicAttributesOf(const RuleInput& input, uint32_t row, Reporter& reporter) {
  const std::string_view attributes = input.state.instances[row].attributes;
  const auto base = static_cast<uint64_t>(attributes.data() - input.state.document.data());
  json::Cursor cursor(attributes, base);
  cursor.SkipObject([&](const json::RawString& key) {
    const std::string name = json::Decode(key);
    if (std::ranges::find(kDynamicAttributes, name) == std::end(kDynamicAttributes)) return false;
    const uint64_t offset = cursor.offset();
    const std::string problem = TakeDynamic(cursor);
    if (!problem.empty()) {
      reporter.Report(kSCH030, offset, input.state.InstanceAddress(row),
                      fmt::format("attribute \"{}\" {}", name, problem));
    }
    return true;
  });
}

}  // namespace

void CheckDynamicValue(const RuleInput& input, Reporter& reporter) {
  for (const Resource& resource : input.state.resources) {
    if (resource.mode != ResourceMode::kManaged || resource.type != "terraform_data") continue;
    for (uint32_t i = 0; i < resource.instance_count; ++i) {
      const uint32_t row = resource.first_instance + i;
      if (input.state.instances[row].attributes.starts_with('{')) {
        CheckDynamicAttributesOf(input, row, reporter);
      }
    }
  }
}

}  // namespace tfsck
