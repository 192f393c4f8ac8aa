// AttributePath: paths through attributes as a tree of steps, made into text when asked for.
//
// A step costs a few words however deep it is, so walking wide or deep values does not copy paths.
// Not thread-safe.
#ifndef TFSCK_ENGINE_ATTRIBUTE_PATH_H_
#define TFSCK_ENGINE_ATTRIBUTE_PATH_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/format_fact.h"

namespace tfsck {

// Appends `.name`, without the dot where `out` is empty, or ["name"] where it is no plain name.
void AppendAttributeName(std::string_view name, std::string* out);

class AttributePath {
 public:
  // Both return the id of the new step; `parent` is kNoId for a step from the top.
  // A name is an attribute at the top and behind an index, else a key: tags["Name"].
  uint32_t AddName(uint32_t parent, std::string name);
  uint32_t AddIndex(uint32_t parent, uint64_t index);

  // The path that ends with `step`; "" for kNoId.
  std::string Text(uint32_t step) const;

 private:
  struct Step {
    uint32_t parent = kNoId;
    bool is_index = false;
    bool is_key = false;
    uint64_t index = 0;
    std::string name;
  };
  std::vector<Step> steps_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_ATTRIBUTE_PATH_H_
