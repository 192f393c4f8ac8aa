// The name a person probably meant.
#ifndef TFSCK_CLI_NEAREST_H_
#define TFSCK_CLI_NEAREST_H_

#include <optional>
#include <span>
#include <string_view>

namespace tfsck {

// The name with the smallest edit distance (insertions, deletions, replacements and swaps of
// neighbours), if that is at most 2 and less than half of the word; the first of equals.
std::optional<std::string_view> NearestName(std::string_view word,
                                            std::span<const std::string_view> names);

}  // namespace tfsck

#endif  // TFSCK_CLI_NEAREST_H_
