// Runs a program as a person would, for tests of what it prints.
#ifndef TFSCK_TESTS_SUPPORT_RUN_COMMAND_H_
#define TFSCK_TESTS_SUPPORT_RUN_COMMAND_H_

#include <string>

namespace tfsck::testing {

struct CommandResult {
  int exit_status = -1;  // 128 + N where signal N ended it
  std::string output;    // standard output; standard error goes to the test's
};

// Runs `script` with bash in the project's source folder; TFSCK names the program under test.
CommandResult RunBash(const std::string& script);

std::string ReadTextFile(const std::string& path_in_source);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SUPPORT_RUN_COMMAND_H_
