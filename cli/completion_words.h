// What the completion scripts of all shells have in common.
#ifndef TFSCK_CLI_COMPLETION_WORDS_H_
#define TFSCK_CLI_COMPLETION_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_model.h"

namespace tfsck {

std::string Join(const std::vector<std::string>& words, std::string_view between);

// The words that may stand in the place of the argument: its choices, or the ids of all rules.
std::vector<std::string> WordsFor(const ArgumentModel& argument);

bool TakesFiles(const CommandModel& command);

// `text` between single quotes, as bash, zsh and fish all read it: '\'' stands for a quote.
std::string SingleQuoted(std::string_view text);

// `text` with a backslash before each of `characters`.
std::string Escaped(std::string_view text, std::string_view characters);

}  // namespace tfsck

#endif  // TFSCK_CLI_COMPLETION_WORDS_H_
