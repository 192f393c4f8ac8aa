// Host names and labels in provider sources: IDNA lookup as Go's x/net/idna does it (UTS #46, not
// transitional, STD3 rules, no length limits for ASCII names).
//
// Pure functions, safe from any thread.  Names with other characters go through libidn2, which
// also refuses labels of more than 63 and names of more than 255 bytes.
#ifndef TFSCK_ENGINE_HOSTNAME_H_
#define TFSCK_ENGINE_HOSTNAME_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tfsck {

// The Unicode form of `name` in lower case, or why it is not one (Go: idna.Lookup.ToUnicode).
tl::expected<std::string, std::string> LookupUnicode(std::string_view name);

// A host name with optional port in the form in which Terraform shows and writes it, or why it is
// not one (terraform-svchost: ForComparison, then Hostname.ForDisplay).
tl::expected<std::string, std::string> ParseHostname(std::string_view given);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HOSTNAME_H_
