// Completion scripts and the man page: loaded by the programs they are made for.
#include "cli/completion.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "analyzers/rule.h"
#include "cli/command.h"
#include "cli/command_model.h"
#include "cli/man_page.h"
#include "tests/support/run_command.h"

namespace tfsck {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::tfsck::testing::RunBash;

const CommandModel& CommandNamed(const ProgramModel& program, std::string_view name) {
  for (const CommandModel& command : program.commands) {
    if (command.name == name) return command;
  }
  ADD_FAILURE() << "no command " << name;
  return program.commands.front();
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// What bash offers behind `words`, the last of which is being typed.
std::vector<std::string> BashOffers(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += " '" + word + "'";
  const auto result = RunBash(fmt::format(
      "cd corpus && source <(\"$TFSCK\" completion bash) && complete -p tfsck >/dev/null || exit\n"
      "COMP_WORDS=({}) COMP_CWORD={}\n"
      "_tfsck\n"
      "printf '%s\\n' \"${{COMPREPLY[@]}}\"",
      line, words.size() - 1));
  EXPECT_EQ(result.exit_status, 0);
  return Lines(result.output);
}

bool HasProgram(const std::string& name) {
  return RunBash("command -v " + name + " >/dev/null").exit_status == 0;
}

TEST(CommandModel, HoldsEveryCommandOfTheTableInItsOrder) {
  const ProgramModel program = DescribeProgram();
  ASSERT_EQ(program.commands.size(), AllCommands().size());
  for (size_t i = 0; i < program.commands.size(); ++i) {
    EXPECT_EQ(program.commands[i].name, AllCommands()[i].name);
  }
}

TEST(CommandModel, TellsFlagsValuesChoicesAndArgumentsApart) {
  const ProgramModel program = DescribeProgram();
  const CommandModel& check = CommandNamed(program, "check");
  ASSERT_EQ(check.arguments.size(), 1u);
  EXPECT_EQ(check.arguments[0].candidates, ArgumentCandidates::kFiles);
  EXPECT_EQ(UsageOf(check), "[input]...");
  EXPECT_EQ(UsageOf(CommandNamed(program, "list")), "file [address]...");
  for (const OptionModel& option : check.options) {
    if (option.long_name == "--format") {
      EXPECT_THAT(option.choices, ElementsAre("text", "json"));
    }
    EXPECT_EQ(option.takes_value, option.long_name != "--all" && option.long_name != "--quiet" &&
                                      option.long_name != "--no-config" &&
                                      option.long_name != "--help")
        << option.long_name;
  }
}

TEST(BashCompletion, OffersCommandsFirst) {
  EXPECT_THAT(BashOffers({"tfsck", ""}), IsSupersetOf({"check", "list", "explain", "--version"}));
  EXPECT_THAT(BashOffers({"tfsck", "ch"}), ElementsAre("check"));
}

TEST(BashCompletion, OffersTheOptionsOfTheCommand) {
  EXPECT_THAT(BashOffers({"tfsck", "check", "--f"}), ElementsAre("--format", "--fail-on", "--for"));
  EXPECT_THAT(BashOffers({"tfsck", "list", "-"}), Not(Contains("--fail-on")));
}

TEST(BashCompletion, OffersTheValuesOfAnOptionAlsoBehindAnEqualsSign) {
  EXPECT_THAT(BashOffers({"tfsck", "check", "--format", ""}), ElementsAre("text", "json"));
  EXPECT_THAT(BashOffers({"tfsck", "check", "--format", "="}), ElementsAre("text", "json"));
  EXPECT_THAT(BashOffers({"tfsck", "check", "--format", "=", "j"}), ElementsAre("json"));
}

TEST(BashCompletion, OffersNothingForAValueThatCannotBeListed) {
  EXPECT_THAT(BashOffers({"tfsck", "check", "--threads", ""}), ElementsAre(""));
}

TEST(BashCompletion, OffersFilesWhereFilesAreMeant) {
  EXPECT_THAT(BashOffers({"tfsck", "check", "READ"}), ElementsAre("README.md"));
  EXPECT_THAT(BashOffers({"tfsck", "explain", "READ"}), ElementsAre(""));
}

TEST(BashCompletion, OffersRuleIdsToExplain) {
  EXPECT_THAT(BashOffers({"tfsck", "explain", "PRV00"}), Contains("PRV001"));
  EXPECT_EQ(BashOffers({"tfsck", "explain", ""}).size(), AllRules().size());
}

TEST(ZshCompletion, NamesEveryOptionWithItsValues) {
  const std::string script = ZshCompletion(DescribeProgram());
  EXPECT_THAT(script, HasSubstr("#compdef tfsck\n"));
  EXPECT_THAT(script, HasSubstr("    'check:Say what is broken in states\\: files, folders or "
                                "standard input'\n"));
  EXPECT_THAT(script, HasSubstr("'--format[text or json \\[text\\]]:format:(text json)'"));
  EXPECT_THAT(script, HasSubstr("'*:input:_files'"));
  if (HasProgram("zsh")) {
    EXPECT_EQ(RunBash("zsh -n <(\"$TFSCK\" completion zsh)").exit_status, 0);
  }
}

TEST(FishCompletion, NamesEveryOptionWithItsValues) {
  const std::string script = FishCompletion(DescribeProgram());
  EXPECT_THAT(script, HasSubstr("complete -c tfsck -n __fish_use_subcommand -a check -d 'Say what "
                                "is broken in states: files, folders or standard input'\n"));
  EXPECT_THAT(script, HasSubstr("complete -c tfsck -n '__fish_seen_subcommand_from check' "
                                "-l format -d 'text or json [text]' -x -a 'text json'\n"));
  EXPECT_THAT(script, HasSubstr("complete -c tfsck -n '__fish_seen_subcommand_from list' -F\n"));
  if (HasProgram("fish")) {
    EXPECT_EQ(RunBash("fish --no-execute <(\"$TFSCK\" completion fish)").exit_status, 0);
  }
}

TEST(FishCompletion, EscapesQuotesAndBackslashes) {
  ProgramModel program;
  program.commands.push_back({"odd", "It's a \\", {}, {}});
  EXPECT_THAT(FishCompletion(program), HasSubstr("-d 'It\\'s a \\\\'\n"));
}

TEST(ManPage, HasTheSectionsOfAManualPageInTheirOrder) {
  const std::string page = ManPage(DescribeProgram());
  size_t at = 0;
  for (const char* title : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXIT STATUS",
                            "EXAMPLES", "ENVIRONMENT", "FILES"}) {
    const size_t found = page.find(fmt::format(".SH {}\n", title), at);
    ASSERT_NE(found, page.npos) << title;
    at = found;
  }
}

TEST(ManPage, DescribesEveryCommandAndOption) {
  const ProgramModel program = DescribeProgram();
  const std::string page = ManPage(program);
  for (const CommandModel& command : program.commands) {
    std::string name;
    for (const char c : command.name) name += c == '-' ? "\\-" : std::string(1, c);
    EXPECT_THAT(page, HasSubstr("\n.SS " + name));
  }
  EXPECT_THAT(page,
              HasSubstr(".TP\n\\fB\\-\\-fail\\-on\\fR \\fIinfo|warning|error|fatal|never\\fR\n"));
}

TEST(ManPage, IsWhatManReadersAccept) {
  if (HasProgram("mandoc")) {
    EXPECT_EQ(RunBash("\"$TFSCK\" completion man | mandoc -T lint").output, "");
  }
  for (const std::string& line : Lines(ManPage(DescribeProgram()))) {
    EXPECT_LE(line.size(), 80u) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
    EXPECT_NE(line, "");
  }
}

TEST(ManPage, EscapesWhatRoffWouldTakeForARequest) {
  ProgramModel program;
  program.commands.push_back({"odd", ".SH it's a \\ and -x", {}, {}});
  EXPECT_THAT(ManPage(program), HasSubstr(".SS odd\n\\&.SH it\\(aqs a \\e and \\-x.\n"));
}

}  // namespace
}  // namespace tfsck
