// Small pieces of Go's standard library that the upgrade of old states depends on.
//
// Pure functions, safe from any thread.
// Source: Go 1.23 strconv (ParseInt, ParseUint), encoding/json (floatEncoder, mapEncoder).
#ifndef TFSCK_ENGINE_GO_VALUE_H_
#define TFSCK_ENGINE_GO_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/json/tape.h"

namespace tfsck {

// strconv.ParseInt(text, 0, 64): prefixes 0x, 0o, 0b and 0, underscores between digits.  The error
// is Go's.
tl::expected<int64_t, std::string> ParseGoInt(std::string_view text);

// strconv.ParseUint(text, 10, 64).
std::optional<uint64_t> ParseGoUint(std::string_view text);

// uint64(value) as amd64 computes it, also where the value does not fit.
uint64_t ToGoUint(double value);

// A JSON number as a float64; nothing where Go refuses it as too large.
std::optional<double> ParseGoFloat(std::string_view number);

// Appends a float64 as json.Marshal writes it.
void AppendGoFloat(double value, std::string* out);

// Appends the taped value as json.Unmarshal into an interface{} and json.Marshal write it: keys
// sorted, of repeated ones the last, numbers as float64, < > & escaped.  REQUIRES: every number
// fits.  No recursion.
void AppendGoInterface(const json::Tape& tape, uint32_t node, std::string* out);

// First number inside the value that does not fit a float64.
std::optional<uint32_t> FindHugeNumber(const json::Tape& tape, uint32_t node);

// A member of an object after merging: node of the last value under that key.
struct GoMember {
  std::string key;
  uint32_t value;
};

// Members sorted by key, of repeated ones the last.
std::vector<GoMember> SortedMembers(const json::Tape& tape, uint32_t object);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GO_VALUE_H_
