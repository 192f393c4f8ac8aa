#include "engine/legacy_provider.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>
#include <utility>
#include <vector>

#include "engine/hcl_traversal.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

constexpr const char* kAddressOperator = "Invalid address operator";
constexpr const char* kProviderAddress = "Invalid provider configuration address";

using Steps = std::span<const TraversalStep>;

std::string Quoted(std::string_view text) {
  std::string out;
  AppendGoQuoted(text, &out);
  return out;
}

// Diagnostics as "summary: detail".
using Problems = std::vector<std::string>;

void Add(const char* summary, const char* detail, Problems* problems) {
  problems->push_back(fmt::format("{}: {}", summary, detail));
}

// How Terraform prints a list of diagnostics.
std::string ToText(const Problems& problems) {
  if (problems.size() == 1) return problems[0];
  return fmt::format("{} problems:\n\n- {}", problems.size(), fmt::join(problems, "\n- "));
}

// Of the parser's diagnostics only the first is known.
Problems FromParser(const HclProblems& problems) {
  const AddressError error = problems.ToError();
  return {error.detail.empty() ? error.summary : error.summary + ": " + error.detail};
}

tl::expected<std::string, Problems> Refuse(Problems problems, const char* detail) {
  Add(kProviderAddress, detail, &problems);
  return tl::unexpected(std::move(problems));
}

// Takes the `module.name` steps in front; `keyed` tells that some have an instance key.
std::string TakeModulePath(Steps* steps, bool* keyed, Problems* problems) {
  std::string module;
  while (!steps->empty()) {
    if (!steps->front().IsName()) {
      Add(kAddressOperator, "Module address prefix must be followed by dot and then a name.",
          problems);
      break;
    }
    if (steps->front().name != "module") break;
    *steps = steps->subspan(1);
    if (steps->empty() || !steps->front().IsName()) {
      Add(kAddressOperator, "Prefix \"module.\" must be followed by a module name.", problems);
      break;
    }
    module += fmt::format("module.{}.", steps->front().name);
    *steps = steps->subspan(1);
    if (!steps->empty() && !steps->front().IsName()) {
      *keyed = true;
      *steps = steps->subspan(1);
    }
  }
  return module;
}

// [module.name.]provider.type[.alias]
tl::expected<std::string, Problems> ParseAbsolute(std::string_view text) {
  Traversal traversal = ParseTraversal(text);
  if (!traversal.problems.empty()) return tl::unexpected(FromParser(traversal.problems));
  Steps steps = traversal.steps;
  Problems problems;
  bool keyed = false;
  std::string out = TakeModulePath(&steps, &keyed, &problems);
  if (keyed) return Refuse(problems, "Provider address cannot contain module indexes");
  if (steps.size() < 2 || steps[0].name != "provider") {
    return Refuse(problems,
                  "Provider address must begin with \"provider.\", followed by a provider type "
                  "name.");
  }
  if (steps.size() > 3) {
    return Refuse(problems, "Extraneous operators after provider configuration alias.");
  }
  if (!steps[1].IsName()) {
    return Refuse(problems, "The prefix \"provider.\" must be followed by a provider type name.");
  }
  if (steps.size() == 3 && !steps[2].IsName()) {
    return Refuse(problems, "Provider type name must be followed by a configuration alias name.");
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  out += fmt::format("provider.{}", steps[1].name);
  if (steps.size() == 3) out += fmt::format(".{}", steps[2].name);
  return out;
}

// type[.alias], of the instance's own module.  What stands behind an alias is not looked at.
tl::expected<std::string, Problems> ParseCompact(std::string_view text) {
  Traversal traversal = ParseTraversal(text);
  if (!traversal.problems.empty()) return tl::unexpected(FromParser(traversal.problems));
  const Steps steps = traversal.steps;
  if (steps.size() < 2) return std::string(steps[0].name);
  if (steps[1].IsName()) return fmt::format("{}.{}", steps[0].name, steps[1].name);
  Problems problems;
  Add(kProviderAddress,
      "The provider type name must either stand alone or be followed by an alias name separated "
      "with a dot.",
      &problems);
  if (steps.size() > 2) {
    Add(kProviderAddress, "Extraneous extra operators after provider configuration address.",
        &problems);
  }
  return tl::unexpected(std::move(problems));
}

}  // namespace

tl::expected<std::string, std::string> UpgradeProviderReference(std::string_view provider,
                                                                std::string_view module,
                                                                std::string_view type,
                                                                std::string_view instance) {
  const std::string own = module.empty() ? "provider." : fmt::format("{}.provider.", module);
  if (provider.empty()) return own + std::string(type.substr(0, type.find('_')));
  const bool absolute = provider.find("provider.") != provider.npos;
  auto parsed = absolute ? ParseAbsolute(provider) : ParseCompact(provider);
  if (parsed) return absolute ? *parsed : own + *parsed;
  const std::string refused =
      fmt::format("invalid {}provider config reference {} for {}: ", absolute ? "" : "legacy ",
                  Quoted(provider), instance);
  if (provider.find("${") == provider.npos) {
    return tl::unexpected(refused + ToText(parsed.error()));
  }
  return tl::unexpected(
      refused +
      "this alias seems to contain a template interpolation sequence, which was not supported but "
      "also not error-checked in Terraform 0.11. To proceed, rename the associated provider alias "
      "to a valid identifier and apply the change with Terraform 0.11 before upgrading to "
      "Terraform 0.12");
}

}  // namespace tfsck
