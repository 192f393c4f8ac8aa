// Histories that the real Terraform writes: what was done to them on purpose is found, and nothing
// else above `info`.
//
// TFSCK_SEED chooses the healthy sequences.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <random>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/parallel.h"
#include "tests/live/state_place.h"
#include "tests/support/memory_store.h"

namespace tfsck {
namespace {

using testing::ConfigurationOf;
using testing::Inputs;
using testing::PlaceKind;
using testing::StatePlace;

struct Script {
  std::string name;
  std::function<void(StatePlace&)> run;
  std::set<std::string> expected;  // rules above info
  bool remote_only = false;
};

// `text` with the first match of `pattern` replaced.
std::string Replaced(const std::string& text, const std::string& pattern,
                     const std::string& replacement) {
  return std::regex_replace(text, std::regex(pattern), replacement,
                            std::regex_constants::format_first_only);
}

const Inputs kOne = {{"a", "\"1\""}, {"b", "\"1\""}, {"c", "terraform_data.a.output"}};
const Inputs kTwo = {{"a", "\"2\""}, {"b", "\"1\""}, {"c", "terraform_data.a.output"}};
const Inputs kThree = {
    {"a", "\"2\""}, {"b", "\"1\""}, {"c", "terraform_data.a.output"}, {"d", "\"3\""}};

void ThreeVersions(StatePlace& place) {
  place.Apply(kOne);
  place.Apply(kTwo);
  place.Apply(kThree);
}

void PushForceOlder(StatePlace& place) {
  ThreeVersions(place);
  place.WriteFile("old.tfstate", place.version(0));
  place.Run("state push -force old.tfstate");
}

void PushForceBefore(StatePlace& place) {
  ThreeVersions(place);
  place.WriteFile("old.tfstate", place.version(1));
  place.Run("state push -force old.tfstate");
}

void RestoreAndApply(StatePlace& place) {
  ThreeVersions(place);
  place.Put(place.version(1));
  place.Apply({{"a", "\"2\""}, {"b", "\"9\""}, {"c", "terraform_data.a.output"}});
}

void Recreate(StatePlace& place) {
  ThreeVersions(place);
  place.Put(std::nullopt);
  place.Apply(kOne);
}

void PushWithoutLineage(StatePlace& place) {
  ThreeVersions(place);
  std::string text = Replaced(place.Stored(), "\"lineage\": \"[^\"]*\"", "\"lineage\": \"\"");
  text = Replaced(text, "\"serial\": [0-9]+", "\"serial\": 90");
  place.WriteFile("pushed.tfstate", text);
  place.Run("state push pushed.tfstate");
}

// An empty state under a serial two above: what a push of it stores remotely.
void PushEmpty(StatePlace& place) {
  ThreeVersions(place);
  place.Apply(kTwo);
  const std::string lineage = Replaced(place.Stored(), "[^]*\"lineage\": \"([^\"]*)\"[^]*", "$1");
  place.WriteFile("empty.tfstate",
                  fmt::format("{{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":900,"
                              "\"lineage\":\"{}\",\"outputs\":{{}},\"resources\":[]}}",
                              lineage));
  place.Run("state push empty.tfstate");
}

void RemoveWithDependents(StatePlace& place) {
  ThreeVersions(place);
  place.Run("state rm terraform_data.a");
}

void ReplaceProvider(StatePlace& place) {
  ThreeVersions(place);
  place.Run(
      "state replace-provider -auto-approve terraform.io/builtin/terraform "
      "registry.terraform.io/acme/cloud");
}

void WrittenByNewer(StatePlace& place) {
  ThreeVersions(place);
  place.Put(Replaced(place.Stored(), "\"terraform_version\": \"[^\"]*\"",
                     "\"terraform_version\": \"1.12.3\""));
  place.Apply(kTwo);
}

void Flap(StatePlace& place) {
  place.Apply(kThree);
  for (int i = 0; i < 2; ++i) {
    place.Apply({{"a", "\"1\""}, {"b", "\"1\""}, {"c", "terraform_data.a.output"}, {"d", "\"3\""}});
    place.Apply({{"a", "\"1\""}, {"b", "\"2\""}, {"c", "terraform_data.a.output"}, {"d", "\"3\""}});
  }
}

void Delete(StatePlace& place) {
  ThreeVersions(place);
  place.Put(std::nullopt);
}

void CutNewest(StatePlace& place) {
  ThreeVersions(place);
  place.Put(place.Stored().substr(0, 400));
}

void CutInTheMiddle(StatePlace& place) {
  ThreeVersions(place);
  const std::string whole = place.Stored();
  place.Put(whole.substr(0, 400));
  place.Put(whole);
  place.Apply(kTwo);
}

void RemoveMost(StatePlace& place) {
  Inputs many;
  for (int i = 0; i < 14; ++i) many[fmt::format("r{:02}", i)] = "\"1\"";
  place.Apply(many);
  std::string removed = "state rm";
  for (int i = 0; i < 12; ++i) removed += fmt::format(" terraform_data.r{:02}", i);
  place.Run(removed);
}

// Two writers at once, each from the same version.
void TwoWriters(StatePlace& place) {
  ThreeVersions(place);
  testing::TerraformFolder other;
  other.WriteFile("backend.tf", place.server().BackendBlock());
  other.WriteFile("main.tf",
                  ConfigurationOf(kThree) +
                      "resource \"terraform_data\" \"slow\" {\n"
                      "  provisioner \"local-exec\" {\n    command = \"sleep 3\"\n  }\n}\n");
  other.Command("init -no-color -input=false");
  std::thread slow(
      [&] { other.Command("apply -lock=false -auto-approve -no-color -input=false"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  place.WriteFile("main.tf", ConfigurationOf(kTwo));
  place.Run("apply -lock=false -auto-approve -no-color -input=false");
  slow.join();
  place.Collect();
}

void Destroy(StatePlace& place) {
  ThreeVersions(place);
  place.Run("destroy -auto-approve -no-color -input=false");
}

// Check results are written in random order: an apply that changes nothing seems to.
void ChecksOnly(StatePlace& place) {
  std::string checks;
  for (int i = 0; i < 4; ++i) {
    checks += fmt::format(
        "check \"c{}\" {{\n  assert {{\n    condition     = terraform_data.a.output == \"1\"\n"
        "    error_message = \"no\"\n  }}\n}}\n",
        i);
  }
  for (int i = 0; i < 4; ++i) place.Apply(kOne, checks);
}

// What people do all day, by chance.
void Healthy(StatePlace& place, uint64_t seed) {
  std::mt19937_64 random(seed);
  Inputs inputs = {{"r0", "\"0\""}, {"r1", "\"0\""}, {"r2", "\"0\""}};
  int next = 3;
  place.Apply(inputs);
  for (int step = 0; step < 6; ++step) {
    const auto chosen = std::next(inputs.begin(), static_cast<int>(random() % inputs.size()));
    const std::string name = chosen->first;
    const std::string address = "terraform_data." + name;
    const std::string fresh = fmt::format("r{}", next++);
    switch (random() % 6) {
      case 0:
        chosen->second = fmt::format("\"{}\"", random() % 1000);
        break;
      case 1:
        inputs[fresh] = "\"new\"";
        break;
      case 2:
        if (inputs.size() > 2) inputs.erase(chosen);
        break;
      case 3: {
        auto node = inputs.extract(name);
        node.key() = fresh;
        inputs.insert(std::move(node));
        place.Run(fmt::format("state mv {} terraform_data.{}", address, fresh));
        break;
      }
      case 4:
        place.Run("taint " + address);
        break;
      default:
        break;  // an apply that changes nothing
    }
    place.Apply(inputs);
  }
}

std::vector<Script> Mishaps() {
  return {
      {"push -force of an older state", PushForceOlder, {"HIS001", "HIS002"}, true},
      {"push -force of the state before", PushForceBefore, {"HIS001"}, true},
      {"restored object, then an apply", RestoreAndApply, {"HIS001", "HIS002"}, true},
      {"deleted object, then an apply", Recreate, {"HIS004"}, false},
      {"push of a state without lineage", PushWithoutLineage, {"HIS005"}, false},
      {"push of an empty state", PushEmpty, {"HIS009"}, true},
      {"state rm of what others depend on", RemoveWithDependents, {"HIS011"}, false},
      {"replace-provider", ReplaceProvider, {"HIS015"}, false},
      {"written by a newer release", WrittenByNewer, {"HIS008"}, false},
      {"two configurations", Flap, {"HIS016"}, false},
      {"deleted object", Delete, {"HIS018"}, false},
      {"newest version cut", CutNewest, {"HIS024"}, false},
      {"version in the middle cut", CutInTheMiddle, {"HIS022"}, false},
      {"state rm of most", RemoveMost, {"HIS010"}, false},
      {"two writers without locks", TwoWriters, {"HIS001"}, true},
      {"destroy", Destroy, {}, false},
      {"check results", ChecksOnly, {}, false},
  };
}

struct Case {
  Script script;
  PlaceKind kind = PlaceKind::kLocal;
};

std::string_view NameOf(PlaceKind kind) {
  constexpr std::string_view kNames[] = {"local", "http", "http without locks"};
  return kNames[static_cast<size_t>(kind)];
}

std::vector<Case> AllCases(uint64_t seed) {
  std::vector<Case> cases;
  for (const PlaceKind kind : {PlaceKind::kLocal, PlaceKind::kHttp, PlaceKind::kHttpWithoutLocks}) {
    for (Script& script : Mishaps()) {
      if (kind != PlaceKind::kLocal || !script.remote_only) cases.push_back({script, kind});
    }
    for (uint64_t i = 0; i < 3; ++i) {
      const uint64_t own = seed + cases.size();
      cases.push_back({{fmt::format("healthy, seed {}", own),
                        [own](StatePlace& place) { Healthy(place, own); },
                        {},
                        false},
                       kind});
    }
  }
  return cases;
}

// "" where the rules above info are exactly those expected.
std::string Failure(const Case& one) {
  StatePlace place(one.kind);
  one.script.run(place);
  if (!place.failure().empty()) return place.failure();
  const History history = place.ReadHistory();
  const std::set<std::string> found = test::HistoryRuleIds(history, Severity::kWarning);
  if (found == one.script.expected) return "";
  std::string text = fmt::format("{} versions\n", history.versions.size());
  for (const std::string& line : test::HistoryLines(history)) text += line + "\n";
  return text;
}

TEST(LiveHistory, EveryMishapIsFoundAndNothingElse) {
  const char* const given = std::getenv("TFSCK_SEED");
  const uint64_t seed =
      given == nullptr ? std::random_device()() : std::strtoull(given, nullptr, 10);
  const std::vector<Case> cases = AllCases(seed);
  EXPECT_GE(cases.size(), 40u);
  std::vector<std::string> failures(cases.size());
  ParallelFor(cases.size(), 0, [&](size_t i) { failures[i] = Failure(cases[i]); });
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(failures[i], "") << NameOf(cases[i].kind) << ": " << cases[i].script.name;
  }
}

}  // namespace
}  // namespace tfsck
