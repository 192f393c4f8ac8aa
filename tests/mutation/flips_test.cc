// 20,000 single-byte changes of a full-featured state with what the real Terraform said to each.
// Source: corpus/mutations/flips.tsv, recorded by corpus/make/mutation_flips.py.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/parallel.h"
#include "engine/state_reader.h"
#include "tests/mutation/damage_support.h"
#include "tests/support/check_support.h"
#include "tests/support/panics.h"

namespace tfsck {
namespace {

struct Flip {
  size_t offset = 0;
  unsigned byte = 0;
  std::string verdict;
};

std::vector<Flip> RecordedFlips() {
  std::ifstream file(test::CorpusPath("mutations/flips.tsv"));
  std::vector<Flip> flips;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    Flip flip;
    std::istringstream(line) >> flip.offset >> std::hex >> flip.byte >> flip.verdict;
    flips.push_back(flip);
  }
  return flips;
}

// FNV-1a, 64 bit.
std::string HashOf(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return fmt::format("{:016x}", hash);
}

// Which of the recorded verdicts our reader gives.  A state that both panics and is refused for
// another reason panics or not by which of the two Terraform meets first.
std::string OurVerdict(const std::string& bytes, const std::string& baseline,
                       const std::string& recorded) {
  const StateSnapshot state = ReadState(Buffer::Copy(bytes));
  if (state.Readable()) {
    const std::string listing = testing::ListingOf(bytes);
    return listing == baseline ? "=" : HashOf(listing);
  }
  bool panics = false;
  bool refuses = false;
  for (const FormatFact& fact : state.facts) {
    const bool panic = testing::Panics(fact);
    panics = panics || panic;
    refuses = refuses || (fact.refused && !panic);
  }
  if (panics && refuses) return recorded == "panics" ? "panics" : "refuses";
  return panics ? "panics" : "refuses";
}

TEST(RecordedFlips, EveryVerdictAndListingIsTerraforms) {
  const std::string state = testing::FullState();
  const std::string baseline = testing::ListingOf(state);
  const std::vector<Flip> flips = RecordedFlips();
  ASSERT_EQ(flips.size(), 20000u);
  std::vector<std::string> ours(flips.size());
  ParallelFor(flips.size(), 0, [&](size_t i) {
    std::string changed = state;
    changed[flips[i].offset] = static_cast<char>(flips[i].byte);
    ours[i] = OurVerdict(changed, baseline, flips[i].verdict);
  });
  for (size_t i = 0; i < flips.size(); ++i) {
    EXPECT_EQ(ours[i], flips[i].verdict)
        << fmt::format("byte {:02x} at {}", flips[i].byte, flips[i].offset);
  }
}

}  // namespace
}  // namespace tfsck
