// What rules over histories share: which versions follow each other, and words for them.
#ifndef TFSCK_ANALYZERS_HISTORY_WALK_H_
#define TFSCK_ANALYZERS_HISTORY_WALK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history.h"

namespace tfsck {

// Rows of the versions whose serial and lineage are known, in order: the chain.  An errored.tfstate
// is not in it: it was never stored where the others were.
std::vector<uint32_t> ChainOf(const History& history);

// Whether the versions' bodies can be told apart: both can be read.
bool Comparable(const HistoryVersion& a, const HistoryVersion& b);

// "1 instance", "3 instances".
std::string CountOf(uint64_t count, std::string_view noun);

// The version in words that tell it from its neighbours: "serial 7 (NAME)".
std::string NameVersion(const HistoryVersion& version);

// "a, b and 3 more" of at most three.
std::string SomeOf(const std::vector<std::string>& names);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_HISTORY_WALK_H_
