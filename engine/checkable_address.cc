#include "engine/checkable_address.h"

#include <utility>

#include "engine/address_parser.h"
#include "engine/hcl_traversal.h"

namespace tfsck {
namespace {

using Outcome = CheckableVerdict::Outcome;

CheckableVerdict Refused(AddressError error) {
  CheckableVerdict verdict;
  verdict.outcome = error.crashes ? Outcome::kCrash : Outcome::kRefused;
  verdict.error = std::move(error);
  return verdict;
}

// The word that begins the address of a kind other than resources.
std::string_view Keyword(CheckableKind kind) {
  switch (kind) {
    case CheckableKind::kOutput:
      return "output";
    case CheckableKind::kCheck:
      return "check";
    case CheckableKind::kVariable:
      return "var";
    case CheckableKind::kResource:
      break;
  }
  return "";
}

CheckableVerdict JudgeResource(ModuleAddress module, internal::TraversalSteps steps) {
  auto address = internal::ParseResourceUnderModule(std::move(module), steps);
  if (!address) return Refused(std::move(address.error()));
  CheckableVerdict verdict;
  verdict.text = ToString(*address);
  verdict.has_instance_keys =
      address->module.HasKeys() || address->key_kind != InstanceKey::Kind::kNone;
  return verdict;
}

// Terraform adds its complaint about a wrong form by value, which its list of diagnostics answers
// with a panic: so there is no refusal here, only a crash.
CheckableVerdict JudgeNamed(std::string_view keyword, const ModuleAddress& module,
                            internal::TraversalSteps steps) {
  if (steps.size() != 2 || steps[0].name != keyword || !steps[1].IsName()) {
    const std::string detail = "Expected [module.NAME.]" + std::string(keyword) + ".NAME.";
    return Refused({"Invalid checkable address", detail, 1, true});
  }
  CheckableVerdict verdict;
  verdict.text = ToString(module);
  if (!verdict.text.empty()) verdict.text.push_back('.');
  verdict.text.append(keyword).append(".").append(steps[1].name);
  verdict.has_instance_keys = module.HasKeys();
  return verdict;
}

}  // namespace

std::optional<CheckableKind> ParseCheckableKind(std::string_view text) {
  if (text == "resource") return CheckableKind::kResource;
  if (text == "output") return CheckableKind::kOutput;
  if (text == "check") return CheckableKind::kCheck;
  if (text == "var") return CheckableKind::kVariable;
  return std::nullopt;
}

CheckableVerdict ParseCheckable(CheckableKind kind, std::string_view text) {
  const Traversal traversal = ParseTraversal(text);
  if (!traversal.problems.empty()) return Refused(traversal.problems.ToError());
  internal::ModulePrefix prefix = internal::ParseModulePrefix(traversal.steps);
  if (!prefix.problems.empty()) return Refused(prefix.problems.ToError());
  if (prefix.rest.empty()) {
    return Refused({"Invalid checkable address",
                    "Module path must be followed by either a resource instance address or an "
                    "output value address.",
                    1, false});
  }
  if (kind == CheckableKind::kResource) return JudgeResource(std::move(prefix.module), prefix.rest);
  return JudgeNamed(Keyword(kind), prefix.module, prefix.rest);
}

std::string IndexedConfigAddressMessage(std::string_view text) {
  return "invalid checkable config address " + std::string(text);
}

}  // namespace tfsck
