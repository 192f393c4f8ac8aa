// The documents say what is so: commands and options, paths, the JSON, the rules left out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "analyzers/rule.h"
#include "cli/command_model.h"
#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"

namespace tfsck {
namespace {

using nlohmann::json;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::tfsck::testing::ReadTextFile;
using ::tfsck::testing::RunBash;
using ::tfsck::testing::SchemaViolation;

const char* const kDocuments[] = {"README.md",
                                  "docs/manual.md",
                                  "docs/architecture.md",
                                  "docs/simulator.md",
                                  "docs/formats/check.md",
                                  "docs/formats/config.md",
                                  "docs/formats/scenario.md",
                                  "corpus/README.md"};

// The text of a `### tfsck NAME` section of the manual, up to the next heading.
std::string ManualSection(const std::string& manual, const std::string& command) {
  const std::string heading = "\n### tfsck " + command + "\n";
  const size_t begin = manual.find(heading);
  if (begin == manual.npos) return "";
  return manual.substr(begin, manual.find("\n##", begin + heading.size()) - begin);
}

TEST(Manual, DescribesEveryOptionInTheSectionOfItsCommand) {
  const std::string manual = ReadTextFile("docs/manual.md");
  for (const CommandModel& command : DescribeProgram().commands) {
    const std::string section = ManualSection(manual, command.name);
    EXPECT_NE(section, "") << "no section on " << command.name;
    for (const OptionModel& option : command.options) {
      if (option.long_name == "--help") continue;
      EXPECT_THAT(section,
                  AnyOf(HasSubstr(option.long_name + "`"), HasSubstr(option.long_name + " ")));
      for (const std::string& choice : option.choices) EXPECT_THAT(section, HasSubstr(choice));
    }
  }
}

TEST(Manual, NamesNoOptionThatIsNotThere) {
  const std::string manual = ReadTextFile("docs/manual.md");
  const std::regex pattern("- `(--[a-z-]+)");
  for (const CommandModel& command : DescribeProgram().commands) {
    const std::string section = ManualSection(manual, command.name);
    for (std::sregex_iterator it(section.begin(), section.end(), pattern), end; it != end; ++it) {
      const std::string name = (*it)[1];
      const bool known = std::any_of(command.options.begin(), command.options.end(),
                                     [&](const auto& option) { return option.long_name == name; });
      EXPECT_TRUE(known) << command.name << " has no option " << name;
    }
  }
}

TEST(Manual, SaysOfNoRuleThatItIsLeftOutWhileItIsChecked) {
  const std::string manual = ReadTextFile("docs/manual.md");
  const size_t begin = manual.find("### What is left out");
  ASSERT_NE(begin, manual.npos);
  const std::string section = manual.substr(begin, manual.find("\n## ", begin) - begin);
  for (const Rule& rule : AllRules()) {
    EXPECT_EQ(section.find("| " + std::string(rule.id)), section.npos) << rule.id;
  }
  for (const char* id : {"GRF007", "GRF010", "PRV009", "PRV010", "PRV011", "PRV013", "PRV014"}) {
    EXPECT_THAT(section, HasSubstr(id));
    EXPECT_EQ(FindRule(id), nullptr);
  }
}

// `text` without its blocks of a program's output, which name what is not there.
std::string WithoutTranscripts(std::string text) {
  for (size_t begin; (begin = text.find("\n```\n$ ")) != text.npos;) {
    text.erase(begin, text.find("\n```\n", begin + 1) - begin);
  }
  return text;
}

TEST(Documents, NameOnlyPathsThatExist) {
  const std::regex pattern(
      "(?:`|\\]\\(|\\n|\\s)((?:engine|analyzers|simulator|report|cli|tests|bench|corpus|docs|"
      "scripts|cmake|"
      "fuzz)/[A-Za-z0-9_./-]*|CMakeLists\\.txt|CMakePresets\\.json)");
  const std::filesystem::path source(TFSCK_SOURCE_DIR);
  for (const char* document : kDocuments) {
    const std::string text = WithoutTranscripts(ReadTextFile(document));
    EXPECT_NE(text, "") << document;
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
      std::string path = (*it)[1];
      while (path.ends_with('.')) path.pop_back();
      EXPECT_TRUE(std::filesystem::exists(source / path)) << document << " names " << path;
    }
  }
}

// Every block of the README that begins with a command of ours is what that prints.
TEST(Readme, ShowsWhatTheProgramPrints) {
  const std::string readme = ReadTextFile("README.md");
  const std::string fence = "```\n";
  const std::string prompt = fence + "$ tfsck ";
  size_t blocks = 0;
  for (size_t at = readme.find(prompt); at != readme.npos; at = readme.find(prompt, at + 1)) {
    const size_t command_begin = at + fence.size() + 2;
    const size_t command_end = readme.find('\n', command_begin);
    const std::string command = readme.substr(command_begin, command_end - command_begin);
    const size_t end = readme.find("\n" + fence, command_end);
    EXPECT_EQ(readme.substr(command_end + 1, end - command_end),
              RunBash("\"$TFSCK\"" + command.substr(5)).output);
    ++blocks;
  }
  EXPECT_EQ(blocks, 3u);
}

// What `tfsck check --format json` prints for `inputs`.
json CheckJson(const std::string& inputs) {
  return json::parse(RunBash("\"$TFSCK\" check --quiet --format json " + inputs).output);
}

TEST(CheckSchema, HoldsForEveryFileOfTheCorpus) {
  const json schema = json::parse(ReadTextFile("docs/formats/check.schema.json"));
  for (const char* inputs : {"corpus/oracle/cases", "corpus/valid", "corpus/archives/acme",
                             "corpus/README.md no-such-file", "- </dev/null"}) {
    const json result = CheckJson(std::string(inputs) + " 2>/dev/null");
    EXPECT_EQ(SchemaViolation(schema, result), "") << inputs;
    EXPECT_FALSE(result["files"].empty()) << inputs;
  }
}

TEST(CheckSchema, IsStrict) {
  const json schema = json::parse(ReadTextFile("docs/formats/check.schema.json"));
  const json good = CheckJson("corpus/archives/acme/network/transit");
  ASSERT_EQ(SchemaViolation(schema, good), "");
  const auto violation_after = [&](const char* patch) {
    return SchemaViolation(schema, good.patch(json::parse(patch)));
  };
  EXPECT_EQ(violation_after(R"([{"op": "remove", "path": "/summary/not_read"}])"),
            "/summary: lacks not_read");
  EXPECT_EQ(violation_after(R"([{"op": "add", "path": "/extra", "value": 1}])"),
            ": unexpected extra");
  EXPECT_EQ(violation_after(R"([{"op": "replace", "path": "/schema_version", "value": 2}])"),
            "/schema_version: const");
  EXPECT_EQ(violation_after(R"([{"op": "replace", "path": "/summary/files", "value": -1}])"),
            "/summary/files: minimum");
  EXPECT_EQ(violation_after(R"([{"op": "replace", "path": "/files", "value": {}}])"),
            "/files: type");
  EXPECT_THAT(violation_after(R"([{"op": "replace", "path": "/files/0/kind", "value": "tree"}])"),
              HasSubstr("/files/0/kind: enum"));
}

TEST(FormatPage, ShowsJsonThatSatisfiesTheSchema) {
  const std::string page = ReadTextFile("docs/formats/check.md");
  const size_t begin = page.find("```json\n") + 8;
  const json example = json::parse(page.substr(begin, page.find("```", begin) - begin));
  const json schema = json::parse(ReadTextFile("docs/formats/check.schema.json"));
  EXPECT_EQ(SchemaViolation(schema, example), "");
}

TEST(Installation, PutsEachFileWhereItIsLookedFor) {
  const auto result = RunBash(
      "folder=$(mktemp -d) && cmake --install \"$(dirname \"$TFSCK\")\" --prefix \"$folder\" >&2 "
      "&& "
      "(cd \"$folder\" && find . -type f -size +0 | sort); rm -r \"$folder\"");
  EXPECT_EQ(result.output,
            "./bin/tfsck\n"
            "./share/bash-completion/completions/tfsck\n"
            "./share/fish/vendor_completions.d/tfsck.fish\n"
            "./share/man/man1/tfsck.1\n"
            "./share/zsh/site-functions/_tfsck\n");
}

}  // namespace
}  // namespace tfsck
