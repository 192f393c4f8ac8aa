// PushPairs: pairs of a state to be pushed and what is stored, for comparing verdicts.
//
// Takes sound states and varies what a push looks at: lineage, serial, content, format, emptiness,
// readability.  The same seed gives the same pairs.  Not thread-safe.
#ifndef TFSCK_TESTS_LIVE_PUSH_PAIRS_H_
#define TFSCK_TESTS_LIVE_PUSH_PAIRS_H_

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tfsck::testing {

struct PushPair {
  std::string source;
  std::optional<std::string> destination;  // nothing is stored
  bool force = false;
};

class PushPairs {
 public:
  explicit PushPairs(uint64_t seed) : random_(seed) {}

  PushPair Next();

 private:
  size_t Below(size_t bound) { return static_cast<size_t>(random_() % bound); }
  bool OneIn(size_t chances) { return Below(chances) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }

  std::string Document(uint64_t serial, const std::string& lineage, const std::string& body);
  std::string OddDocument();

  std::mt19937_64 random_;
};

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_LIVE_PUSH_PAIRS_H_
