#include "engine/address_parser.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tfsck {
namespace internal {
namespace {

constexpr const char* kInvalidOperator = "Invalid address operator";
constexpr const char* kInvalidAddress = "Invalid address";

// Words that cannot be resource types unless `resource.` stands before them.
constexpr std::string_view kReservedWords[] = {"count",    "each", "local",     "module",
                                               "path",     "self", "terraform", "var",
                                               "template", "lazy", "arg"};

void ParseModuleKey(const TraversalStep& index, ModuleStep* step, HclProblems* problems) {
  if (index.kind == TraversalStep::Kind::kStringIndex) {
    step->kind = InstanceKey::Kind::kString;
    step->key = index.key;
  } else if (index.number.kind == NumberLiteral::Kind::kInteger) {
    step->kind = InstanceKey::Kind::kInt;
    step->number = index.number.value;
  } else {
    problems->Add(kInvalidOperator, std::string("Invalid module index: ") + kNotWholeNumber + ".");
  }
}

// One `module.name[key]` at the start of `rest`; false when the path ends or cannot go on.
bool ParseModuleStep(ModulePrefix* prefix) {
  TraversalSteps& rest = prefix->rest;
  if (rest.empty()) return false;
  if (!rest[0].IsName()) {
    prefix->problems.Add(kInvalidOperator,
                         "Module address prefix must be followed by dot and then a name.");
    return false;
  }
  if (rest[0].name != "module") return false;
  rest = rest.subspan(1);
  if (rest.empty() || !rest[0].IsName()) {
    prefix->problems.Add(kInvalidOperator, "Prefix \"module.\" must be followed by a module name.");
    return false;
  }
  ModuleStep& step = prefix->module.steps.emplace_back();
  step.name = rest[0].name;
  rest = rest.subspan(1);
  if (!rest.empty() && !rest[0].IsName()) {
    ParseModuleKey(rest[0], &step, &prefix->problems);
    rest = rest.subspan(1);
  }
  return true;
}

// Takes the word that says the mode, if there is one.
ResourceMode ParseMode(TraversalSteps* steps) {
  const std::string_view word = steps->front().name;
  ResourceMode mode = ResourceMode::kManaged;
  if (word == "data") {
    mode = ResourceMode::kData;
  } else if (word == "ephemeral") {
    mode = ResourceMode::kEphemeral;
  } else if (word != "resource") {
    return mode;
  }
  *steps = steps->subspan(1);
  return mode;
}

bool IsReserved(std::string_view word) {
  return std::find(std::begin(kReservedWords), std::end(kReservedWords), word) !=
         std::end(kReservedWords);
}

const char* MissingTypeDetail(ResourceMode mode) {
  switch (mode) {
    case ResourceMode::kManaged:
      return "A resource type name is required.";
    case ResourceMode::kData:
      return "A data source name is required.";
    case ResourceMode::kEphemeral:
      return "An ephemeral resource type name is required.";
  }
  return "";
}

// Reads the key of the instance; nullptr, or why it is none.
const char* ParseKey(TraversalSteps steps, ResourceAddress* address) {
  if (steps.size() > 1) return "Unexpected extra operators after address.";
  const TraversalStep& step = steps[0];
  if (step.IsName()) return "Resource instance key must be given in square brackets.";
  if (step.kind == TraversalStep::Kind::kStringIndex) {
    address->key_kind = InstanceKey::Kind::kString;
    address->key_text = step.key;
    return nullptr;
  }
  if (step.number.kind != NumberLiteral::Kind::kInteger) {
    return "Invalid resource instance key: value must be a whole number, between "
           "-9223372036854775808 and 9223372036854775807.";
  }
  address->key_kind = InstanceKey::Kind::kInt;
  address->key_number = step.number.value;
  return nullptr;
}

}  // namespace

tl::unexpected<AddressError> Refuse(const char* summary, std::string detail) {
  return tl::unexpected<AddressError>(AddressError{summary, std::move(detail), 1, false});
}

ModulePrefix ParseModulePrefix(TraversalSteps steps) {
  ModulePrefix prefix;
  prefix.rest = steps;
  while (ParseModuleStep(&prefix)) {
  }
  return prefix;
}

tl::expected<ResourceAddress, AddressError> ParseResourceUnderModule(ModuleAddress module,
                                                                     TraversalSteps steps) {
  const std::string_view word = steps.front().name;
  if (IsReserved(word)) {
    return Refuse(kInvalidAddress,
                  "The keyword \"" + std::string(word) +
                      "\" is reserved and cannot be used to target a resource address. If you are "
                      "targeting a resource type that uses a reserved keyword, please prefix your "
                      "address with \"resource.\".");
  }
  ResourceAddress address;
  address.mode = ParseMode(&steps);
  if (steps.size() < 2) {
    return Refuse(kInvalidAddress, "Resource specification must include a resource type and name.");
  }
  if (!steps[0].IsName()) return Refuse(kInvalidAddress, MissingTypeDetail(address.mode));
  if (!steps[1].IsName()) return Refuse(kInvalidAddress, "A resource name is required.");
  address.module = std::move(module);
  address.type = steps[0].name;
  address.name = steps[1].name;
  if (steps.size() > 2) {
    const char* problem = ParseKey(steps.subspan(2), &address);
    if (problem != nullptr) return Refuse(kInvalidAddress, problem);
  }
  return address;
}

}  // namespace internal

tl::expected<ModuleAddress, AddressError> ParseModuleAddress(std::string_view text) {
  const Traversal traversal = ParseTraversal(text);
  if (!traversal.problems.empty()) return tl::unexpected(traversal.problems.ToError());
  internal::ModulePrefix prefix = internal::ParseModulePrefix(traversal.steps);
  if (prefix.rest.size() == traversal.steps.size()) {
    prefix.problems.Add("Invalid module instance address",
                        "A module instance address must begin with \"module.\".");
  } else if (!prefix.rest.empty()) {
    prefix.problems.Add("Invalid module instance address",
                        "The module instance address is followed by additional invalid content.");
  }
  if (!prefix.problems.empty()) return tl::unexpected(prefix.problems.ToError());
  return std::move(prefix.module);
}

tl::expected<Target, AddressError> ParseTarget(std::string_view text) {
  const Traversal traversal = ParseTraversal(text);
  if (!traversal.problems.empty()) return tl::unexpected(traversal.problems.ToError());
  internal::ModulePrefix prefix = internal::ParseModulePrefix(traversal.steps);
  if (!prefix.problems.empty()) return tl::unexpected(prefix.problems.ToError());
  Target target;
  if (prefix.rest.empty()) {
    target.address.module = std::move(prefix.module);
    return target;
  }
  auto address = internal::ParseResourceUnderModule(std::move(prefix.module), prefix.rest);
  if (!address) return tl::unexpected(std::move(address.error()));
  target.kind = address->key_kind == InstanceKey::Kind::kNone ? Target::Kind::kResource
                                                              : Target::Kind::kInstance;
  target.address = std::move(*address);
  return target;
}

tl::expected<ResourceAddress, AddressError> ParseResourceInstanceAddress(std::string_view text) {
  auto target = ParseTarget(text);
  if (!target) return tl::unexpected(std::move(target.error()));
  if (target->kind == Target::Kind::kModule) {
    return internal::Refuse("Invalid address",
                            "A resource instance address is required here. The module path must be "
                            "followed by a resource instance specification.");
  }
  return std::move(target->address);
}

tl::expected<StaticResource, AddressError> ParseDependency(std::string_view text) {
  auto target = ParseTarget(text);
  if (!target) return tl::unexpected(std::move(target.error()));
  if (target->kind == Target::Kind::kModule) {
    return internal::Refuse("Invalid address",
                            "A resource address is required here. The module path must be followed "
                            "by a resource specification.");
  }
  if (target->kind == Target::Kind::kInstance) {
    return internal::Refuse("Invalid address",
                            "A resource address is required. This instance key identifies a "
                            "specific resource instance, which is not expected here.");
  }
  ResourceAddress& address = target->address;
  StaticResource resource;
  resource.module = ToStaticString(address.module);
  resource.mode = address.mode;
  resource.type = std::move(address.type);
  resource.name = std::move(address.name);
  resource.had_module_keys = address.module.HasKeys();
  resource.canonical = ToString(resource) == text;
  return resource;
}

}  // namespace tfsck
