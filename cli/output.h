// Standard output and standard error, and what they are connected to.
#ifndef TFSCK_CLI_OUTPUT_H_
#define TFSCK_CLI_OUTPUT_H_

#include <string_view>

namespace tfsck {

void WriteOutput(std::string_view text);
void WriteError(std::string_view text);
// False where some output could not be written (disk full, closed pipe).
bool FlushOutput();

bool OutputIsTerminal();
bool ErrorIsTerminal();
// Colours are wanted: standard output is a terminal, NO_COLOR is not set, TERM is not dumb.
bool WantColor();

}  // namespace tfsck

#endif  // TFSCK_CLI_OUTPUT_H_
