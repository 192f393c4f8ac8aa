#include "engine/provider_source.h"

#include <utility>
#include <vector>

#include "engine/hostname.h"
#include "engine/idna.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using Source = tl::expected<ProviderSource, AddressError>;

constexpr std::string_view kRedundantPrefix = "terraform-";
constexpr std::string_view kUserErrorPrefix = "terraform-provider-";

tl::unexpected<AddressError> Refuse(const char* summary, std::string detail) {
  return tl::unexpected<AddressError>(AddressError{summary, std::move(detail), 1, false});
}

std::string Quoted(std::string_view text) {
  std::string out;
  AppendGoQuoted(text, &out);
  return out;
}

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// A namespace or type, one DNS label in lower case (tfaddr: ParseProviderPart).
tl::expected<std::string, std::string> ParsePart(std::string_view given) {
  if (given.empty()) return tl::unexpected<std::string>("must have at least one character");
  if (given.find('.') != std::string_view::npos) {
    return tl::unexpected<std::string>("dots are not allowed");
  }
  if (given.find("--") != std::string_view::npos) {
    return tl::unexpected<std::string>("cannot use multiple consecutive dashes");
  }
  auto part = LookupUnicode(given);
  if (!part) {
    return tl::unexpected<std::string>(
        "must contain only letters, digits, and dashes, and may not use leading or trailing "
        "dashes");
  }
  return part;
}

// One to three parts between slashes, none empty; empty when there are others.
std::vector<std::string_view> SplitSource(std::string_view text) {
  std::vector<std::string_view> parts;
  while (parts.size() < 3) {
    const size_t slash = text.find('/');
    parts.push_back(text.substr(0, slash));
    if (parts.back().empty()) return {};
    if (slash == std::string_view::npos) return parts;
    text.remove_prefix(slash + 1);
  }
  return {};
}

// Without the host when it is the default one (tfaddr: Provider.ForDisplay).
std::string ForDisplay(const ProviderSource& source, std::string_view registry) {
  if (source.host != registry) return ToString(source);
  return source.namespace_ + "/" + source.type;
}

// Providers are not named after Terraform; whoever writes so means the repository's name.
tl::unexpected<AddressError> RefusePrefix(const ProviderSource& source, std::string_view registry) {
  if (StartsWith(source.type, kUserErrorPrefix)) {
    ProviderSource suggested = source;
    suggested.type = source.type.substr(kUserErrorPrefix.size());
    if (ParsePart(suggested.type)) {
      return Refuse("Invalid provider type",
                    "Provider source " + Quoted(ForDisplay(source, registry)) +
                        " has a type with the prefix \"terraform-provider-\", which isn't valid. "
                        "Although that prefix is often used in the names of version control "
                        "repositories for Terraform providers, provider source strings should not "
                        "include it.\n\nDid you mean " +
                        Quoted(ForDisplay(suggested, registry)) + "?");
    }
  }
  return Refuse("Invalid provider type",
                "Provider source " + Quoted(ToString(source)) +
                    " has a type with the prefix \"terraform-\", which isn't allowed because it "
                    "would be redundant to name a Terraform provider with that prefix. If you are "
                    "the author of this provider, rename it to not include the prefix.");
}

// Reads the namespace and host, the parts before the type.
Source ParseQualifiers(const std::vector<std::string_view>& parts, std::string_view text,
                       std::string_view registry, std::string type) {
  ProviderSource source{std::string(registry), std::string(kLegacyNamespace), std::move(type)};
  const std::string_view given = parts[parts.size() - 2];
  if (given != kLegacyNamespace) {
    auto part = ParsePart(given);
    if (!part) {
      // Upstream quotes the result, which is empty, not what was given.
      return Refuse("Invalid provider namespace", "Invalid provider namespace \"\" in source " +
                                                      Quoted(text) + ": " + part.error() + "\"");
    }
    source.namespace_ = std::move(*part);
  }
  if (parts.size() == 3) {
    auto host = ParseHostname(parts[0]);
    if (!host) {
      return Refuse("Invalid provider source hostname",
                    "Invalid provider source hostname namespace \"\" in source " + Quoted(text) +
                        ": " + host.error() + "\"");
    }
    source.host = std::move(*host);
  }
  if (source.namespace_ == kLegacyNamespace && source.host != registry) {
    return Refuse("Invalid provider namespace",
                  "The legacy provider namespace \"-\" can be used only with hostname " +
                      std::string(registry) + ".");
  }
  return source;
}

}  // namespace

Source ParseProviderSource(std::string_view text, std::string_view registry) {
  const std::vector<std::string_view> parts = SplitSource(text);
  if (parts.empty()) {
    return Refuse("Invalid provider source string",
                  "The \"source\" attribute must be in the format "
                  "\"[hostname/][namespace/]name\"");
  }
  auto type = ParsePart(parts.back());
  if (!type) {
    return Refuse("Invalid provider type", "Invalid provider type " + Quoted(parts.back()) +
                                               " in source " + Quoted(text) + ": " + type.error() +
                                               "\"");
  }
  if (parts.size() == 1) {
    // Not even the prefix is checked here.
    return ProviderSource{std::string(registry), "hashicorp", std::move(*type)};
  }
  Source source = ParseQualifiers(parts, text, registry, std::move(*type));
  if (source && StartsWith(source->type, kRedundantPrefix)) return RefusePrefix(*source, registry);
  return source;
}

std::string ToString(const ProviderSource& source) {
  return source.host + "/" + source.namespace_ + "/" + source.type;
}

}  // namespace tfsck
