#include "cli/man_page.h"

#include <fmt/format.h>

#include <string_view>

#include "cli/completion_words.h"
#include "cli/version.h"

namespace tfsck {
namespace {

constexpr std::string_view kRevised = "2026-11-21";  // the text below, not the build

struct Entry {
  std::string_view term;
  std::string_view text;
};

constexpr Entry kExitStatus[] = {
    {"0", "Nothing at or above the severity that --fail-on names was found."},
    {"1", "There are findings at or above it; without --fail-on: errors or fatal findings."},
    {"2", "Bad usage."},
    {"3", "An input could not be read. Findings in the others are printed all the same."},
    {"4", "Internal error."},
};

constexpr Entry kExamples[] = {
    {"tfsck check", "Every state in this folder and below it."},
    {"terraform state pull | tfsck check -",
     "The state behind the backend that is configured here."},
    {"tfsck check errored.tfstate --format json", "One file, for a program to read."},
    {"tfsck list terraform.tfstate module.network", "What the state holds of one module."},
    {"tfsck history git:.:prod.tfstate", "Every committed version of a state, and what broke."},
    {"tfsck push-verdict errored.tfstate now.tfstate",
     "What pushing a state that an apply could not store would do."},
    {"tfsck explain PRV001", "What a rule finds, why it matters, and the repair."},
};

constexpr Entry kEnvironment[] = {
    {"NO_COLOR", "When set to anything but the empty string, no colours are printed."},
    {"TERM", "When it is dumb, no colours are printed."},
};

constexpr Entry kFiles[] = {
    {"*.tfstate, *.tfstate.backup, *.tfstate.*.backup, errored.tfstate",
     "States that are looked for in a folder, terraform.tfstate.d included."},
    {".terraform/terraform.tfstate, .*.lock.info, *.tflock, *.tfplan",
     "Companions of states: named and counted, never judged."},
    {".tfsck.yaml", "What a check in CI is to overlook, and its gate."},
};

// A backslash starts an escape, a bare hyphen may be typeset as a dash, and a line that begins with
// a dot or a quote is a request.
std::string Roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else {
      out += c;
    }
  }
  return out;
}

// Running text, broken into lines as mandoc likes them; never before a word that would make a
// request of its line.
std::string Filled(std::string_view text) {
  constexpr size_t kWidth = 76;
  std::string out = Roff(text);
  size_t line_begin = 0;
  size_t last_space = out.npos;
  for (size_t i = 0; i < out.size(); ++i) {
    if (out[i] == '\n') {
      line_begin = i + 1;
      last_space = out.npos;
    } else if (out[i] == ' ' && i + 1 < out.size() && out[i + 1] != '.') {
      last_space = i;
    }
    if (i - line_begin < kWidth || last_space == out.npos || last_space < line_begin) continue;
    out[last_space] = '\n';
    line_begin = last_space + 1;
    last_space = out.npos;
  }
  return out;
}

std::string Paragraph(const std::string& term, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", term, Filled(text));
}

std::string Bold(std::string_view text) { return fmt::format("\\fB{}\\fR", Roff(text)); }
std::string Italic(std::string_view text) { return fmt::format("\\fI{}\\fR", Roff(text)); }

template <size_t N>
std::string Section(std::string_view title, const Entry (&entries)[N]) {
  std::string text = fmt::format(".SH {}\n", title);
  for (const Entry& entry : entries) text += Paragraph(Bold(entry.term), entry.text);
  return text;
}

std::string OptionText(const OptionModel& option) {
  std::string term;
  if (!option.short_name.empty()) term = Bold(option.short_name) + ", ";
  term += Bold(option.long_name);
  if (!option.takes_value) return Paragraph(term, option.summary);
  constexpr size_t kLongestChoices = 48;  // of a line; more stand in the text
  const std::string name = option.long_name.substr(2);
  if (option.choices.empty()) return Paragraph(term + " " + Italic(name), option.summary);
  const std::string choices = Join(option.choices, "|");
  if (choices.size() <= kLongestChoices) {
    return Paragraph(term + " " + Italic(choices), option.summary);
  }
  return Paragraph(term + " " + Italic(name), option.summary + ": " + Join(option.choices, ", "));
}

std::string CommandText(const CommandModel& command) {
  const std::string usage = UsageOf(command);
  std::string text =
      fmt::format(".SS {}\n{}.\n", Roff(command.name + (usage.empty() ? "" : " ") + usage),
                  Filled(command.summary));
  for (const ArgumentModel& argument : command.arguments) {
    text += Paragraph(Italic(argument.name), argument.summary);
  }
  for (const OptionModel& option : command.options) text += OptionText(option);
  return text;
}

}  // namespace

std::string ManPage(const ProgramModel& program) {
  std::string text = fmt::format(
      ".TH TFSCK 1 {} \"tfsck {}\" \"User Commands\"\n"
      ".SH NAME\n"
      "tfsck \\- fsck for Terraform and OpenTofu state\n"
      ".SH SYNOPSIS\n"
      ".B tfsck\n"
      ".I command\n"
      ".RI [ options ]\n"
      ".RI [ arguments ]\n"
      ".SH DESCRIPTION\n"
      "{}\n"
      ".SH OPTIONS\n",
      kRevised, kVersion, Filled(program.description));
  for (const OptionModel& option : program.options) text += OptionText(option);
  text += ".SH COMMANDS\n";
  for (const CommandModel& command : program.commands) text += CommandText(command);
  text += Section("EXIT STATUS", kExitStatus);
  text += Section("EXAMPLES", kExamples);
  text += Section("ENVIRONMENT", kEnvironment);
  return text + Section("FILES", kFiles);
}

}  // namespace tfsck
