#include "tests/support/run_command.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tfsck::testing {
namespace {

std::string ShellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace

CommandResult RunBash(const std::string& script) {
  const std::string command = "cd " + ShellQuoted(TFSCK_SOURCE_DIR) +
                              " && TFSCK=" + ShellQuoted(TFSCK_BINARY) + " bash -c " +
                              ShellQuoted(script);
  CommandResult result;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 4096> block;
  while (const size_t size = fread(block.data(), 1, block.size(), pipe)) {
    result.output.append(block.data(), size);
  }
  const int status = pclose(pipe);
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

std::string ReadTextFile(const std::string& path_in_source) {
  std::ifstream file(std::string(TFSCK_SOURCE_DIR) + "/" + path_in_source, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace tfsck::testing
