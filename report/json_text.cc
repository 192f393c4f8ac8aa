#include "report/json_text.h"

#include "engine/json/text.h"

namespace tfsck {

std::string JsonSafe(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t at = 0;
  while (at < text.size()) {
    bool well_formed = true;
    json::AppendUtf8(json::NextRune(text, &at, &well_formed), &out);
  }
  return out;
}

}  // namespace tfsck
