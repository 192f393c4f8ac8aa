// The name a person probably meant.  Pure; costs the product of the lengths, for each name.
#ifndef TFSCK_ENGINE_BASE_NEAREST_NAME_H_
#define TFSCK_ENGINE_BASE_NEAREST_NAME_H_

#include <optional>
#include <span>
#include <string_view>

namespace tfsck {

// The name with the smallest edit distance (insertions, deletions, replacements and swaps of
// neighbours), if that is at most 2 and less than half of the word; the first of equals.
std::optional<std::string_view> NearestName(std::string_view word,
                                            std::span<const std::string_view> names);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_NEAREST_NAME_H_
