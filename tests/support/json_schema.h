// A checker for the part of JSON Schema (2020-12) that docs/formats/ uses: $ref to #/$defs, type,
// const, enum, minimum, required, properties, additionalProperties, items, anyOf.
#ifndef TFSCK_TESTS_SUPPORT_JSON_SCHEMA_H_
#define TFSCK_TESTS_SUPPORT_JSON_SCHEMA_H_

#include <nlohmann/json.hpp>
#include <string>

namespace tfsck::testing {

// "" where `value` satisfies the schema, else where and what the first violation is.  A keyword
// that is not in the list above is a violation, so that a schema cannot outgrow its checker.
std::string SchemaViolation(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SUPPORT_JSON_SCHEMA_H_
