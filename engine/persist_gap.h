// Tells the gaps between the versions of one apply from the gaps between applies.
//
// Pure; thread-safe.
#ifndef TFSCK_ENGINE_PERSIST_GAP_H_
#define TFSCK_ENGINE_PERSIST_GAP_H_

#include <cstdint>
#include <optional>
#include <span>

namespace tfsck {

// What a gap is taken for where a history is too short to tell: a long apply stores its state
// every 20 s or when its next resource is done (TF: internal/states/remote, persistInterval).
inline constexpr int64_t kDefaultPersistGapUs = 60'000'000;

// Gaps needed for an estimate.
inline constexpr size_t kFewestGaps = 30;

// The gap in microseconds up to which two versions are taken for one apply's: where the two parts
// of a mixture of two normal distributions, fitted to the logarithms of `gaps_us` (> 0), are
// equally likely; between 25 s (an apply stores no oftener than every 20 s) and 30 min.  Nothing
// where there are fewer than kFewestGaps, or where the gaps do not fall into two groups. Source:
// expectation-maximisation (Dempster, Laird, Rubin 1977); shared simulation-model 5.1. Cost: at
// most 200 passes over the gaps.
std::optional<int64_t> EstimatePersistGap(std::span<const int64_t> gaps_us);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_PERSIST_GAP_H_
