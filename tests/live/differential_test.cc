// Freshly mutated documents, read by us and by the real Terraform.
//
// TFSCK_SEED repeats a run, TFSCK_DOCUMENTS changes how many documents there are (3,000).  What the
// two do not agree on is kept in the folder that the failure names.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "analyzers/check.h"
#include "engine/base/parallel.h"
#include "engine/document.h"
#include "engine/state_list.h"
#include "engine/state_reader.h"
#include "engine/state_writer.h"
#include "tests/live/terraform.h"
#include "tests/support/canonical_checks.h"
#include "tests/support/panics.h"
#include "tests/support/state_mutator.h"

namespace tfsck {
namespace {

using testing::Panics;
using testing::TerraformAnswer;
using testing::TerraformFolder;
using testing::Verdict;

constexpr size_t kLargestBase = 16 << 10;
constexpr size_t kPullEvery = 10;
constexpr size_t kChunk = 20;  // documents in one folder

uint64_t NumberFromEnvironment(const char* name, uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

bool MayPanic(const StateSnapshot& state) { return std::ranges::any_of(state.facts, Panics); }

// Whether something refuses that is no panic: Terraform may meet either first.
bool MayRefuse(const StateSnapshot& state) {
  return std::ranges::any_of(state.facts,
                             [](const FormatFact& fact) { return fact.refused && !Panics(fact); });
}

std::string Listing(const StateSnapshot& state) {
  std::string lines;
  for (const uint32_t row : ListedInstances(state, ToolFamily::kTerraform)) {
    lines += state.InstanceAddress(row) + "\n";
  }
  return lines;
}

// "" where we agree with `terraform state list`, else what differs.
std::string ListDifference(const StateSnapshot& state, const Document& document,
                           const TerraformAnswer& answer) {
  if (document.buffer.bytes.empty()) {  // no state: nothing to list, exit 1
    return answer.verdict == Verdict::kRefuses ? "" : "verdict on no bytes";
  }
  const bool agreed = answer.verdict == Verdict::kReads    ? state.Readable()
                      : answer.verdict == Verdict::kPanics ? MayPanic(state)
                                                           : MayRefuse(state);
  if (!agreed) {
    const char* const theirs = answer.verdict == Verdict::kReads    ? "reads"
                               : answer.verdict == Verdict::kPanics ? "panics"
                                                                    : "refuses";
    return std::string("verdict: Terraform ") + theirs;
  }
  if (answer.verdict != Verdict::kReads) {
    const DocumentReport report = Check(document, {.tool = ToolFamily::kTerraform});
    return WorstSeverity(report.counts) == Severity::kFatal ? "" : "no fatal finding";
  }
  const std::string ours = Listing(state);
  if (ours == answer.output) return "";
  return "listing\nours:\n" + ours + "Terraform's:\n" + answer.output;
}

// The same for `terraform state pull` of a document that is read.
std::string PullDifference(const StateSnapshot& state, const TerraformAnswer& answer) {
  if (answer.verdict != Verdict::kReads) return "pull fails";
  if (!answer.output.ends_with("}\n\n")) return "pull prints no document";
  const std::string pulled = SortCheckResults(answer.output.substr(0, answer.output.size() - 1));
  const std::string ours = WriteState(state, {TFSCK_TERRAFORM_VERSION, {}, {}});
  if (ours == pulled) return "";
  size_t at = 0;
  while (at < ours.size() && at < pulled.size() && ours[at] == pulled[at]) ++at;
  const size_t from = at < 60 ? 0 : at - 60;
  return "pull at byte " + std::to_string(at) + "\nours:\n" + ours.substr(from, 200) +
         "\nTerraform's:\n" + pulled.substr(from, 200);
}

std::string Difference(const std::string& text, bool pull, TerraformFolder* folder) {
  const auto document = MakeDocument("mutated.tfstate", Buffer::Copy(text));
  if (!document) return document.error().message;
  const StateSnapshot state = ReadState(document->buffer);
  folder->SetState(text);
  const std::string difference = ListDifference(state, *document, folder->StateList());
  if (!difference.empty() || !pull || text.empty() || !state.Readable()) return difference;
  return PullDifference(state, folder->StatePull());
}

TEST(Differential, MutatedDocumentsMeanWhatTerraformUnderstands) {
  const uint64_t seed =
      NumberFromEnvironment("TFSCK_SEED", static_cast<uint64_t>(std::time(nullptr)));
  const uint64_t count = NumberFromEnvironment("TFSCK_DOCUMENTS", 3000);
  std::cout << "TFSCK_SEED=" << seed << ", " << count << " documents\n";
  const testing::MutationCorpus corpus = testing::LoadMutationCorpus(kLargestBase);
  const auto kept =
      std::filesystem::temp_directory_path() / ("tfsck-differences-" + std::to_string(seed));
  std::mutex mutex;
  ParallelFor((count + kChunk - 1) / kChunk, 0, [&](size_t chunk) {
    TerraformFolder folder;
    testing::StateMutator mutator(corpus, seed * 1000003 + chunk);
    for (size_t i = chunk * kChunk; i < std::min<size_t>(count, (chunk + 1) * kChunk); ++i) {
      const std::string text = mutator.NextDocument();
      const std::string difference = Difference(text, i % kPullEvery == 0, &folder);
      if (difference.empty()) continue;
      const std::lock_guard lock(mutex);
      std::filesystem::create_directories(kept);
      const auto path = kept / (std::to_string(i) + ".tfstate");
      std::ofstream(path, std::ios::binary) << text;
      ADD_FAILURE() << path.string() << ": " << difference;
    }
  });
}

}  // namespace
}  // namespace tfsck
