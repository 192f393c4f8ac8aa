// What we say of a push, and what the real `terraform state push` then says and stores.
//
// TFSCK_SEED repeats a run, TFSCK_PUSHES changes how many pairs there are for each backend (200).
#include "analyzers/push_verdict.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/parallel.h"
#include "engine/body_hash.h"
#include "engine/state_reader.h"
#include "tests/live/http_state_server.h"
#include "tests/live/push_pairs.h"
#include "tests/live/terraform.h"

namespace tfsck {
namespace {

using testing::CommandAnswer;
using testing::HttpStateServer;
using testing::PushPair;
using testing::PushPairs;
using testing::TerraformFolder;

constexpr size_t kChunk = 10;  // pairs in one folder

uint64_t NumberFromEnvironment(const char* name, uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// One place to push to, whose state can be set and looked at.
class Target {
 public:
  virtual ~Target() = default;
  virtual std::string_view backend() const = 0;
  virtual void Store(const std::optional<std::string>& document) = 0;
  virtual std::optional<std::string> Stored() const = 0;
  // Times it was written since it was made; nothing where that cannot be told.
  virtual std::optional<size_t> Writes() const = 0;
  TerraformFolder& folder() { return folder_; }

 protected:
  TerraformFolder folder_;
};

class LocalTarget : public Target {
 public:
  LocalTarget() { folder_.WriteFile("main.tf", ""); }
  std::string_view backend() const override { return "local"; }
  void Store(const std::optional<std::string>& document) override {
    folder_.WriteFile("terraform.tfstate", document);
  }
  std::optional<std::string> Stored() const override {
    return folder_.ReadFile("terraform.tfstate");
  }
  std::optional<size_t> Writes() const override { return std::nullopt; }
};

class HttpTarget : public Target {
 public:
  explicit HttpTarget(bool locking) : server_(HttpStateServer::Start({.locking = locking})) {
    folder_.WriteFile("main.tf", server_->BackendBlock());
    const CommandAnswer init = folder_.Command("init -no-color -input=false");
    EXPECT_EQ(init.exit_status, 0) << init.errors;
  }
  std::string_view backend() const override { return "http"; }
  void Store(const std::optional<std::string>& document) override { server_->Put(document); }
  std::optional<std::string> Stored() const override { return server_->stored(); }
  std::optional<size_t> Writes() const override { return server_->versions().size(); }

 private:
  std::unique_ptr<HttpStateServer> server_;
};

PushSide Side(const std::string& name, const std::string& text) {
  PushSide side;
  side.document = *MakeDocument(name, Buffer::Copy(text));
  side.state = ReadState(side.document.buffer);
  return side;
}

// Terraform breaks long lines of some messages; words are words.
std::string Words(const std::string& text) {
  std::string words;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space) words += c;
    if (space && !words.empty() && words.back() != ' ') words += ' ';
  }
  return words;
}

// "" where what was stored is what `outcome` says, else what is not.
std::string StoredDifference(const PushOutcome& outcome, const PushSide& source,
                             const std::string& stored_text) {
  const PushSide stored = Side("stored", stored_text);
  if (!stored.state.Readable()) return "what was stored cannot be read";
  if (stored.state.serial != outcome.serial) {
    return "serial " + std::to_string(stored.state.serial);
  }
  const std::string lineage(stored.state.lineage);
  if (outcome.new_lineage ? lineage.size() != 36 || lineage == source.state.lineage
                          : lineage != outcome.lineage) {
    return "lineage " + lineage;
  }
  return BodyHash(stored.state) == BodyHash(source.state) ? "" : "content";
}

struct Observation {
  CommandAnswer answer;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<bool> written;
};

std::string Difference(const PushOutcome& outcome, const PushSide& source,
                       const Observation& seen) {
  if (seen.answer.exit_status != outcome.exit_status) return "exit status";
  if (outcome.message.empty()
          ? outcome.exit_status == 0 && !seen.answer.errors.empty()
          : Words(seen.answer.errors).find(Words(outcome.message)) == std::string::npos) {
    return "message";
  }
  if (outcome.answer != PushAnswer::kAccepted) {
    return seen.after == seen.before && !seen.written.value_or(false) ? "" : "written";
  }
  if (seen.written && *seen.written != outcome.writes) return "written or not";
  return StoredDifference(outcome, source, seen.after.value_or(""));
}

std::string Describe(const PushOutcome& outcome) {
  return "exit " + std::to_string(outcome.exit_status) + " serial " +
         std::to_string(outcome.serial) + " lineage " +
         (outcome.new_lineage ? "new" : outcome.lineage) + " message " + outcome.message;
}

// "" where one of the outcomes that the verdict foresees came true.
std::string Compare(const PushPair& pair, Target* target) {
  const PushSide source = Side("in.tfstate", pair.source);
  std::optional<PushSide> destination;
  if (pair.destination) destination = Side("stored", *pair.destination);
  PushRequest request;
  request.source = &source;
  request.destination = destination ? &*destination : nullptr;
  request.backend = FindBackendKind(target->backend());
  request.force = pair.force;
  const PushVerdict verdict = JudgePush(request);

  target->Store(pair.destination);
  target->folder().WriteFile("in.tfstate", pair.source);
  const auto writes = target->Writes();
  Observation seen;
  seen.before = pair.destination;
  seen.answer = target->folder().Command(std::string("state push -no-color ") +
                                         (pair.force ? "-force " : "") + "in.tfstate");
  seen.after = target->Stored();
  if (writes) seen.written = target->Writes() != writes;
  std::string differences;
  for (const PushOutcome& outcome : verdict.outcomes) {
    const std::string difference = Difference(outcome, source, seen);
    if (difference.empty()) return "";
    differences += difference + "; ours: " + Describe(outcome) + "\n";
  }
  return differences + "Terraform: exit " + std::to_string(seen.answer.exit_status) + " " +
         seen.answer.errors.substr(0, 2000) + "\nstored: " + seen.after.value_or("nothing") +
         "\nsource: " + pair.source + "\ndestination: " + pair.destination.value_or("nothing") +
         (pair.force ? "\nforced" : "");
}

void CompareAll(const std::function<std::unique_ptr<Target>(size_t)>& make_target) {
  const uint64_t seed =
      NumberFromEnvironment("TFSCK_SEED", static_cast<uint64_t>(std::time(nullptr)));
  const uint64_t count = NumberFromEnvironment("TFSCK_PUSHES", 200);
  std::cout << "TFSCK_SEED=" << seed << ", " << count << " pushes\n";
  std::mutex mutex;
  ParallelFor((count + kChunk - 1) / kChunk, 0, [&](size_t chunk) {
    const std::unique_ptr<Target> target = make_target(chunk);
    PushPairs pairs(seed * 1000003 + chunk);
    for (size_t i = 0; i < kChunk; ++i) {
      const std::string difference = Compare(pairs.Next(), target.get());
      const std::lock_guard lock(mutex);
      EXPECT_EQ(difference, "") << "chunk " << chunk << ", pair " << i;
    }
  });
}

TEST(PushVerdict, SaysWhatTheLocalBackendAnswersAndStores) {
  CompareAll([](size_t) { return std::make_unique<LocalTarget>(); });
}

TEST(PushVerdict, SaysWhatTheHttpBackendAnswersAndStores) {
  CompareAll([](size_t chunk) { return std::make_unique<HttpTarget>(chunk % 2 == 0); });
}

// The server keeps the protocol, or the comparison above proves nothing.
TEST(HttpStateServer, RefusesWhoComesWhileTheLockIsHeld) {
  const auto server = HttpStateServer::Start();
  TerraformFolder folder;
  folder.WriteFile("main.tf", server->BackendBlock());
  ASSERT_EQ(folder.Command("init -no-color -input=false").exit_status, 0);
  folder.WriteFile("in.tfstate", R"({"version":4,"serial":1,"lineage":"l"})");
  server->SetLock(R"({"ID":"somebody-else"})");
  const CommandAnswer refused = folder.Command("state push -no-color in.tfstate");
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_NE(refused.errors.find("HTTP remote state already locked: ID=somebody-else"),
            std::string::npos);
  EXPECT_TRUE(server->versions().empty());
  server->SetLock(std::nullopt);
  EXPECT_EQ(folder.Command("state push -no-color in.tfstate").exit_status, 0);
  EXPECT_EQ(server->versions().size(), 1u);
  EXPECT_EQ(server->lock(), std::nullopt);
}

}  // namespace
}  // namespace tfsck
