#include "cli/output.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace tfsck {
namespace {

bool HasText(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

void WriteOutput(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void WriteError(std::string_view text) {
  std::fflush(stdout);  // messages stay in order where both go to one place
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool FlushOutput() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

bool OutputIsTerminal() { return isatty(STDOUT_FILENO) == 1; }
bool ErrorIsTerminal() { return isatty(STDERR_FILENO) == 1; }

bool WantColor() {
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return OutputIsTerminal() && !HasText("NO_COLOR") && !dumb;
}

}  // namespace tfsck
