// Internationalised names: IDNA lookup as Go's x/net/idna does it (UTS #46 of Unicode 15, not
// transitional, STD3 rules, no limits on length).
//
// Pure, safe from any thread, linear in the text.  One limit: U+200C and U+200D are taken only
// behind a virama, not between joining letters, whose classes utf8proc does not have.  libidn2 does
// not serve: it limits lengths, checks more contexts, and fewer STD3 rules.
#ifndef TFSCK_ENGINE_IDNA_H_
#define TFSCK_ENGINE_IDNA_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tfsck {

// The Unicode form of `name`, mapped to lower case, or why it is not one (Go:
// idna.Lookup.ToUnicode).
tl::expected<std::string, std::string> LookupUnicode(std::string_view name);

// Calls `visit` with each label of `name` until it returns false.  As in Go's iterator an empty
// last label is skipped, and so is a last dot right behind another.
template <typename Visit>
void ForEachLabel(std::string_view name, Visit visit) {
  for (size_t start = 0; start < name.size();) {
    size_t end = name.find('.', start);
    if (end == std::string_view::npos) end = name.size();
    if (!visit(name.substr(start, end - start))) return;
    start = end + 1;
    if (start + 1 == name.size() && name[start] == '.') return;
  }
}

}  // namespace tfsck

#endif  // TFSCK_ENGINE_IDNA_H_
