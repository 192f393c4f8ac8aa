// Resource types whose `id` does not name one real object in the world.
//
// Two healthy resources of such a type may have the same id: a value that was computed or drawn,
// the hash of a file's content, a name that is unique only inside something else (a namespace, a
// function, a list), or one id per account or region.  Published on the page of IDN018.
// Pure functions; O(log n) in the list.
#ifndef TFSCK_ANALYZERS_UNIQUE_ID_H_
#define TFSCK_ANALYZERS_UNIQUE_ID_H_

#include <string_view>

namespace tfsck {

// False for the types of the list, and for every type of a provider that manages values only.
bool HasUniqueId(std::string_view type);

// Texts that providers write where an object has no id: "", "none", "-", a single digit, ...
bool IsPlaceholderId(std::string_view id);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_UNIQUE_ID_H_
