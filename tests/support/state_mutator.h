// StateMutator: documents that are nearly states, for comparing readers.
//
// Takes documents that somebody wrote and breaks them: in structure (keys dropped, repeated,
// renamed, folded; values replaced, swapped, spliced in from other documents; array elements
// repeated and reordered; odd addresses) and in bytes.  The same seed gives the same documents.
// Not thread-safe; several mutators may share one MutationCorpus.
#ifndef TFSCK_TESTS_SUPPORT_STATE_MUTATOR_H_
#define TFSCK_TESTS_SUPPORT_STATE_MUTATOR_H_

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/tape.h"

namespace tfsck::testing {

// What mutations are made of.
struct MutationCorpus {
  std::vector<std::string> bases;                             // whole documents
  std::map<std::string, std::vector<std::string>> fragments;  // raw values by their key
  std::vector<std::string> keys;                              // the keys of `fragments`
  // Raw JSON strings, sound and odd: "module", "provider", "dependencies", "config_addr".
  std::map<std::string, std::vector<std::string>> addresses;
};

// The states of corpus/valid, corpus/oracle/cases and corpus/mutations of up to `max_bytes`, and
// the texts of corpus/addresses.
MutationCorpus LoadMutationCorpus(size_t max_bytes);

class StateMutator {
 public:
  // `corpus` must outlive the mutator.
  StateMutator(const MutationCorpus& corpus, uint64_t seed) : corpus_(corpus), random_(seed) {}

  // A base document after one to six mutations.
  std::string NextDocument();

  // `document` after one mutation; where it is no JSON, one of its bytes.
  std::string Mutate(const std::string& document);

 private:
  struct Site;  // a value and where it stands

  size_t Below(size_t bound) { return static_cast<size_t>(random_() % bound); }
  bool OneIn(size_t chances) { return Below(chances) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }

  std::vector<Site> Sites(const json::Tape& tape) const;
  std::string MutateStructure(const std::string& document, const json::Tape& tape);
  std::string MutateBytes(std::string document);
  std::string SomeValue(const std::string& key, std::string_view old);
  std::string SomeKey(std::string_view old);
  std::string FoldedKey(std::string_view key);
  std::string NudgedScalar(std::string text);

  const MutationCorpus& corpus_;
  std::mt19937_64 random_;
};

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SUPPORT_STATE_MUTATOR_H_
