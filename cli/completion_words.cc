#include "cli/completion_words.h"

#include <algorithm>

#include "analyzers/rule.h"

namespace tfsck {

std::string Join(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

std::vector<std::string> WordsFor(const ArgumentModel& argument) {
  std::vector<std::string> words = argument.choices;
  if (argument.candidates == ArgumentCandidates::kRules) {
    for (const Rule& rule : AllRules()) words.emplace_back(rule.id);
  }
  return words;
}

bool TakesFiles(const CommandModel& command) {
  return std::any_of(command.arguments.begin(), command.arguments.end(), [](const auto& argument) {
    return argument.candidates == ArgumentCandidates::kFiles;
  });
}

std::string SingleQuoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string Escaped(std::string_view text, std::string_view characters) {
  std::string escaped;
  for (const char c : text) {
    if (characters.find(c) != characters.npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace tfsck
