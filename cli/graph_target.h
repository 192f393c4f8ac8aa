// The address that a graph is to be drawn of.
#ifndef TFSCK_CLI_GRAPH_TARGET_H_
#define TFSCK_CLI_GRAPH_TARGET_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/state.h"

namespace tfsck {

// The rows of hubs that `text`, the address of a module, a resource or an instance, stands for: a
// module for all its resources and those of modules below it, an instance for its resource, because
// states store dependencies per resource.  A name that only dependencies know counts.
// Error kUsage where it is no address, or the state has nothing there; the text then names up to
// three addresses that may be meant.
Result<std::vector<uint32_t>> FindGraphTarget(const StateSnapshot& state, const std::string& text);

// Up to three addresses of the state that look like `text`: one that ends with it, as where the
// module was left out, or one that a slip of the keyboard is away from it.
std::vector<std::string_view> AddressesLike(const StateSnapshot& state, std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_CLI_GRAPH_TARGET_H_
