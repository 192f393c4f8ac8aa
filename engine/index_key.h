// index_key numbers: what a JSON number becomes as a count index.
#ifndef TFSCK_ENGINE_INDEX_KEY_H_
#define TFSCK_ENGINE_INDEX_KEY_H_

#include <cstdint>
#include <string_view>

namespace tfsck {

struct IndexNumber {
  bool fits = true;    // false: too large for a double, which Go refuses
  int64_t value = 0;   // truncated towards zero; -2^63 where the double is outside of int64
  bool lossy = false;  // value is not the number that was written
};

// Reads a number as Go does for an interface{} and Terraform converts it with int(float64), on
// amd64.  REQUIRES valid JSON number grammar.
IndexNumber ReadIndexNumber(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_INDEX_KEY_H_
