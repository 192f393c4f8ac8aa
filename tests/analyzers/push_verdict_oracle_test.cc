// Every recorded push of the oracle against our verdict on it.
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "analyzers/push_verdict.h"
#include "engine/state_reader.h"

namespace tfsck {
namespace {

const std::string kOracle = std::string(TFSCK_SOURCE_DIR) + "/corpus/oracle/";

struct RecordedPush {
  std::string name;  // of the case
  std::string command;
  nlohmann::json answer;
};

std::vector<RecordedPush> Pushes() {
  std::ifstream file(kOracle + "answers.json");
  const auto all = nlohmann::json::parse(file);
  std::vector<RecordedPush> pushes;
  for (const auto& [name, answers] : all.items()) {
    for (const char* command :
         {"push_onto_nothing", "push_onto_ok_base", "push_force_onto_ok_base"}) {
      if (answers.contains(command)) pushes.push_back({name, command, answers[command]});
    }
  }
  return pushes;
}

PushSide Side(const std::string& name) {
  auto document = LoadDocument(kOracle + "cases/" + name + ".tfstate");
  EXPECT_TRUE(document.has_value()) << name;
  PushSide side;
  side.state = ReadState(document->buffer);
  side.document = std::move(*document);
  return side;
}

// The record has the words with single spaces, and a dash where lines broke.
std::string Words(const std::string& text) {
  std::string words;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space) words += c;
    if (space && !words.empty() && words.back() != ' ') words += ' ';
  }
  for (size_t at; (at = words.find("\u2014 ")) != words.npos;) words.erase(at, 4);
  return words;
}

// Terraform lists several problems of one address, or prints a whole list (analyzers/read_error.h).
const std::set<std::string> kMoreIsSaid = {"key-array", "res-module-unbalanced"};

class RecordedPushTest : public testing::TestWithParam<RecordedPush> {};

TEST_P(RecordedPushTest, EndsAsWeSay) {
  const RecordedPush& recorded = GetParam();
  PushSide source = Side(recorded.name);
  source.document.path = "in.tfstate";
  const PushSide destination = Side("ok-base");
  PushRequest request;
  request.source = &source;
  request.destination = recorded.command == "push_onto_nothing" ? nullptr : &destination;
  request.backend = FindBackendKind("local");
  request.force = recorded.command == "push_force_onto_ok_base";
  const PushVerdict verdict = JudgePush(request);
  const PushOutcome& outcome = verdict.outcome();
  const auto& answer = recorded.answer;

  EXPECT_EQ(verdict.outcomes.size(), 1u);  // luck plays no part in any recorded case
  EXPECT_EQ(outcome.exit_status, answer["exit"]) << outcome.message;
  const bool crashed = outcome.exit_status > 1;
  const std::string diagnostic = answer.value("diagnostic", "");
  if (diagnostic.empty() || crashed) {
    EXPECT_EQ(outcome.message, "");
  } else if (kMoreIsSaid.contains(recorded.name)) {
    EXPECT_NE(outcome.message, "");
  } else {
    EXPECT_EQ(Words(outcome.message), Words(diagnostic));
  }
  if (outcome.answer != PushAnswer::kAccepted) return;
  const auto& serial = answer["stored"]["serial"];
  if (serial.is_null()) return;  // of ill-formed bytes the record says no more
  EXPECT_EQ(outcome.serial, serial.get<uint64_t>());
  EXPECT_EQ(outcome.lineage.substr(0, 8), answer["stored"]["lineage"]);
}

std::string TestName(const testing::TestParamInfo<RecordedPush>& push) {
  std::string name = push.param.name + "_" + push.param.command;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, RecordedPushTest, testing::ValuesIn(Pushes()), TestName);

}  // namespace
}  // namespace tfsck
