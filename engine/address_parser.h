// From traversals to addresses: the steps that all of Terraform's address parsers share.
//
// Internal to the address files of this room.  Pure; results own their text.
// Source: TF:internal/addrs/{module_instance,parse_target}.go.
#ifndef TFSCK_ENGINE_ADDRESS_PARSER_H_
#define TFSCK_ENGINE_ADDRESS_PARSER_H_

#include <cstddef>
#include <span>

#include "engine/address.h"
#include "engine/hcl_traversal.h"

namespace tfsck::internal {

using TraversalSteps = std::span<const TraversalStep>;

struct ModulePrefix {
  ModuleAddress module;
  TraversalSteps rest;  // what follows the module path
  HclProblems problems;
};

// Takes `module.name[key]` steps off the front (TF: parseModuleInstancePrefix).
ModulePrefix ParseModulePrefix(TraversalSteps steps);

// Parses the resource, or instance of one, that `steps` names inside `module`; `steps` must begin
// with a name (TF: parseResourceInstanceUnderModule).
tl::expected<ResourceAddress, AddressError> ParseResourceUnderModule(ModuleAddress module,
                                                                     TraversalSteps steps);

// An error of one diagnostic.
tl::unexpected<AddressError> Refuse(const char* summary, std::string detail);

// Why a number is no instance key.
inline constexpr const char* kNotWholeNumber =
    "value must be a whole number, between -9223372036854775808 and 9223372036854775807";

}  // namespace tfsck::internal

#endif  // TFSCK_ENGINE_ADDRESS_PARSER_H_
