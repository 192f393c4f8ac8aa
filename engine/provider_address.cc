#include "engine/provider_address.h"

#include <utility>

#include "engine/address_parser.h"
#include "engine/hcl_traversal.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using internal::ModulePrefix;
using internal::TraversalSteps;
using Provider = tl::expected<ProviderAddress, AddressError>;

constexpr const char* kInvalid = "Invalid provider configuration address";
constexpr std::string_view kBuiltinHost = "terraform.io";
constexpr std::string_view kBuiltinNamespace = "builtin";
constexpr const char* kNoType =
    "The prefix \"provider.\" must be followed by a provider type name.";

// Which tool's rules and words are meant.
struct Dialect {
  std::string_view registry;
  size_t max_steps;  // from `provider` on
  const char* module_key;
  const char* extra_steps;
};

constexpr Dialect kTerraform = {kTerraformRegistry, 3,
                                "Provider address cannot contain module indexes",
                                "Extraneous operators after provider configuration alias."};
constexpr Dialect kOpenTofu = {
    kOpenTofuRegistry, 4,
    "A provider configuration must not appear in a module instance that uses count or for_each.",
    "Extraneous operators after provider configuration reference."};

tl::unexpected<AddressError> RefuseWith(HclProblems problems, const char* detail) {
  problems.Add(kInvalid, detail);
  return tl::unexpected<AddressError>(problems.ToError());
}

// Both forms ask whether the rest of a path begins with `provider`, and that question makes
// Terraform panic when the rest begins with an index.
bool Crashes(const ModulePrefix& prefix) {
  return !prefix.module.HasKeys() && prefix.rest.size() >= 2 && !prefix.rest[0].IsName();
}

tl::unexpected<AddressError> RefuseByCrash(HclProblems problems) {
  AddressError error = problems.ToError();
  error.crashes = true;
  return tl::unexpected<AddressError>(std::move(error));
}

// Checks what stands before the type: module path without keys, `provider`, length.
tl::expected<ModulePrefix, AddressError> ParseProviderPrefix(TraversalSteps steps,
                                                             const Dialect& dialect) {
  ModulePrefix prefix = internal::ParseModulePrefix(steps);
  if (Crashes(prefix)) return RefuseByCrash(std::move(prefix.problems));
  if (prefix.module.HasKeys()) return RefuseWith(std::move(prefix.problems), dialect.module_key);
  if (prefix.rest.size() < 2 || prefix.rest[0].name != "provider") {
    return RefuseWith(std::move(prefix.problems),
                      "Provider address must begin with \"provider.\", followed by a provider type "
                      "name.");
  }
  if (prefix.rest.size() > dialect.max_steps) {
    return RefuseWith(std::move(prefix.problems), dialect.extra_steps);
  }
  return prefix;
}

// Sets the alias, and makes one verdict of the problems met on the way.
Provider FinishProvider(ProviderAddress address, const ModulePrefix& prefix) {
  HclProblems problems = prefix.problems;
  if (prefix.rest.size() > 2) {
    if (!prefix.rest[2].IsName()) {
      return RefuseWith(std::move(problems),
                        "Provider type name must be followed by a configuration alias name.");
    }
    address.alias = std::string(prefix.rest[2].name);
  }
  if (!problems.empty()) return tl::unexpected(problems.ToError());
  address.module = ToStaticString(prefix.module);
  return address;
}

// provider["source"].alias
Provider ParseSourceForm(TraversalSteps steps, const Dialect& dialect) {
  auto prefix = ParseProviderPrefix(steps, dialect);
  if (!prefix) return tl::unexpected(std::move(prefix.error()));
  const TraversalStep& index = prefix->rest[1];
  if (index.kind != TraversalStep::Kind::kStringIndex) {
    return RefuseWith(std::move(prefix->problems), kNoType);
  }
  auto source = ParseProviderSource(index.key, dialect.registry);
  if (!source) {
    HclProblems problems = std::move(prefix->problems);
    problems.Add(source.error().summary.c_str(), source.error().detail);
    return tl::unexpected(problems.ToError());
  }
  ProviderAddress address;
  address.legacy_namespace = source->namespace_ == kLegacyNamespace;
  address.host = std::move(source->host);
  address.namespace_ = std::move(source->namespace_);
  address.type = std::move(source->type);
  return FinishProvider(std::move(address), *prefix);
}

// provider.type.alias, as Terraform 0.12 wrote; the type passes as it is.
Provider ParseLegacyForm(TraversalSteps steps) {
  auto prefix = ParseProviderPrefix(steps, kTerraform);
  if (!prefix) return tl::unexpected(std::move(prefix.error()));
  const TraversalStep& type = prefix->rest[1];
  if (!type.IsName()) return RefuseWith(std::move(prefix->problems), kNoType);
  const bool is_builtin = type.name == "terraform";
  ProviderAddress address;
  address.type = std::string(type.name);
  address.host = std::string(is_builtin ? kBuiltinHost : kTerraformRegistry);
  address.namespace_ = std::string(is_builtin ? kBuiltinNamespace : kLegacyNamespace);
  address.legacy_namespace = !is_builtin;
  return FinishProvider(std::move(address), *prefix);
}

// Reads the step behind the alias; nullptr, or why it is no key.
const char* ParseKeyStep(const TraversalStep& step, ProviderInstanceAddress* address) {
  switch (step.kind) {
    case TraversalStep::Kind::kName:
      return "A provider configuration alias can be followed only by an instance key in brackets.";
    case TraversalStep::Kind::kStringIndex:
      address->key_kind = InstanceKey::Kind::kString;
      address->key_text = step.key;
      return nullptr;
    case TraversalStep::Kind::kNumberIndex:
      break;
  }
  if (step.number.kind != NumberLiteral::Kind::kInteger) {
    return "Invalid provider instance key: value must be a whole number, between "
           "-9223372036854775808 and 9223372036854775807.";
  }
  address->key_kind = InstanceKey::Kind::kInt;
  address->key_number = step.number.value;
  return nullptr;
}

}  // namespace

Provider ParseProviderAddress(std::string_view text) {
  const Traversal traversal = ParseTraversal(text);
  if (!traversal.problems.empty()) return tl::unexpected(traversal.problems.ToError());
  Provider address = ParseSourceForm(traversal.steps, kTerraform);
  if (address || address.error().crashes) return address;
  Provider legacy = ParseLegacyForm(traversal.steps);
  return legacy ? std::move(legacy) : std::move(address);
}

std::string ToString(const ProviderAddress& address) {
  std::string out = address.module;
  if (!out.empty()) out.push_back('.');
  out += "provider[";
  AppendGoQuoted(ToString(ProviderSource{address.host, address.namespace_, address.type}), &out);
  out.push_back(']');
  if (!address.alias.empty()) out += "." + address.alias;
  return out;
}

tl::expected<ProviderInstanceAddress, AddressError> ParseOpenTofuProviderInstance(
    std::string_view text) {
  const Traversal traversal = ParseTraversal(text);
  if (!traversal.problems.empty()) return tl::unexpected(traversal.problems.ToError());
  Provider config = ParseSourceForm(traversal.steps, kOpenTofu);
  if (!config) return tl::unexpected(std::move(config.error()));
  ProviderInstanceAddress address;
  address.config = std::move(*config);
  const ModulePrefix prefix = internal::ParseModulePrefix(traversal.steps);
  if (prefix.rest.size() > 3) {
    const char* problem = ParseKeyStep(prefix.rest[3], &address);
    if (problem != nullptr) return internal::Refuse(kInvalid, problem);
  }
  return address;
}

}  // namespace tfsck
