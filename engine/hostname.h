// Host names in provider sources.
//
// Pure, safe from any thread, linear in the text.
#ifndef TFSCK_ENGINE_HOSTNAME_H_
#define TFSCK_ENGINE_HOSTNAME_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tfsck {

// A host name with optional port in the form in which Terraform shows and writes it, or why it is
// not one (terraform-svchost: ForComparison, then Hostname.ForDisplay).
tl::expected<std::string, std::string> ParseHostname(std::string_view given);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HOSTNAME_H_
