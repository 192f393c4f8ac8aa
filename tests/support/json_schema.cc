#include "tests/support/json_schema.h"

#include <algorithm>
#include <set>

namespace tfsck::testing {
namespace {

using nlohmann::json;

const std::set<std::string> kNotes = {"$schema", "$id", "$defs", "title", "description"};

class Checker {
 public:
  explicit Checker(const json& root) : root_(root) {}

  // The first violation, or "".
  std::string Check(const json& schema, const json& value, const std::string& path) const {
    for (const auto& [keyword, argument] : schema.items()) {
      if (kNotes.contains(keyword)) continue;
      std::string violation = CheckKeyword(keyword, argument, schema, value, path);
      if (!violation.empty()) return violation;
    }
    return "";
  }

 private:
  std::string CheckKeyword(const std::string& keyword, const json& argument, const json& schema,
                           const json& value, const std::string& path) const {
    if (keyword == "$ref") {
      return Check(root_.at(json::json_pointer(argument.get<std::string>().substr(1))), value,
                   path);
    }
    if (keyword == "type") return Unless(HasType(argument, value), path + ": type");
    if (keyword == "const") return Unless(value == argument, path + ": const");
    if (keyword == "enum") {
      const bool listed = std::find(argument.begin(), argument.end(), value) != argument.end();
      return Unless(listed, path + ": enum");
    }
    if (keyword == "minimum") {  // says nothing of what is no number
      return Unless(!value.is_number() || value >= argument, path + ": minimum");
    }
    if (keyword == "required") return Required(argument, value, path);
    if (keyword == "properties") return Properties(argument, value, path);
    if (keyword == "additionalProperties") return Additional(argument, schema, value, path);
    if (keyword == "items") return Items(argument, value, path);
    if (keyword == "anyOf") return AnyOf(argument, value, path);
    return path + ": unknown keyword " + keyword;
  }

  static std::string Unless(bool fine, std::string violation) {
    return fine ? "" : std::move(violation);
  }

  static bool HasType(const json& type, const json& value) {
    if (type.is_array()) {
      return std::any_of(type.begin(), type.end(),
                         [&](const json& one) { return HasType(one, value); });
    }
    if (type == "integer") return value.is_number_integer();
    return type == value.type_name();
  }

  static std::string Required(const json& names, const json& value, const std::string& path) {
    for (const json& name : names) {
      if (!value.contains(name)) return path + ": lacks " + name.get<std::string>();
    }
    return "";
  }

  std::string Properties(const json& schemas, const json& value, const std::string& path) const {
    for (const auto& [name, schema] : schemas.items()) {
      if (!value.contains(name)) continue;
      std::string violation = Check(schema, value[name], path + "/" + name);
      if (!violation.empty()) return violation;
    }
    return "";
  }

  std::string Additional(const json& argument, const json& schema, const json& value,
                         const std::string& path) const {
    for (const auto& [name, member] : value.items()) {
      if (schema.contains("properties") && schema["properties"].contains(name)) continue;
      if (argument == false) return path + ": unexpected " + name;
      std::string violation = Check(argument, member, path + "/" + name);
      if (!violation.empty()) return violation;
    }
    return "";
  }

  std::string Items(const json& schema, const json& value, const std::string& path) const {
    for (size_t i = 0; i < value.size(); ++i) {
      std::string violation = Check(schema, value[i], path + "/" + std::to_string(i));
      if (!violation.empty()) return violation;
    }
    return "";
  }

  std::string AnyOf(const json& schemas, const json& value, const std::string& path) const {
    std::string violations;
    for (const json& schema : schemas) {
      const std::string violation = Check(schema, value, path);
      if (violation.empty()) return "";
      violations += " (" + violation + ")";
    }
    return path + ": none of" + violations;
  }

  const json& root_;
};

}  // namespace

std::string SchemaViolation(const json& schema, const json& value) {
  return Checker(schema).Check(schema, value, "");
}

}  // namespace tfsck::testing
