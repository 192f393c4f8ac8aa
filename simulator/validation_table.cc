#include "simulator/validation_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace tfsck {
namespace {

constexpr std::string_view kReference = "queueing-reference.csv";
constexpr std::string_view kCases = "cases.csv";
constexpr size_t kReferenceFields = 4;
constexpr size_t kCaseFields = 9;

using Fields = std::vector<std::string>;

// Quotes hold commas together; the files have no quotes within quotes.
Fields SplitLine(std::string_view line) {
  Fields fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back().push_back(c);
    }
  }
  return fields;
}

// The lines after the first, which is the heading.
Result<std::vector<Fields>> ReadTable(std::span<const ValidationFile> files, std::string_view name,
                                      size_t width) {
  const ValidationFile* file = FindValidationFile(files, name);
  if (file == nullptr) {
    return MakeError(ErrorKind::kUsage, fmt::format("there is no {} among the files", name));
  }
  std::vector<Fields> rows;
  size_t number = 0;
  for (std::string_view rest = file->text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (++number == 1) continue;
    rows.push_back(SplitLine(line));
    if (rows.back().size() != width) {
      return MakeError(ErrorKind::kUsage, fmt::format("{}:{}: {} fields are expected, not {}", name,
                                                      number, width, rows.back().size()));
    }
  }
  return rows;
}

std::optional<double> NumberIn(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

ValidationTerm ReadTerm(std::string_view text) {
  ValidationTerm term;
  if (const auto alone = NumberIn(text)) {
    term.factor = *alone;
    return term;
  }
  if (const size_t star = text.find(" * "); star != text.npos) {
    term.factor = NumberIn(text.substr(0, star)).value_or(1);
    text.remove_prefix(star + 3);
  }
  if (text.ends_with("^2")) {
    term.squared = true;
    text.remove_suffix(2);
  }
  const size_t at = text.find('@');
  term.name = text.substr(0, at);
  if (at != text.npos) term.about = text.substr(at + 1);
  return term;
}

}  // namespace

const ValidationFile* FindValidationFile(std::span<const ValidationFile> files,
                                         std::string_view name) {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [name](const ValidationFile& file) { return file.name == name; });
  return found == files.end() ? nullptr : &*found;
}

ValidationSum ReadValidationSum(std::string_view text) {
  constexpr std::string_view kPlus = " + ";
  ValidationSum sum;
  while (!text.empty()) {
    const size_t plus = text.find(kPlus);
    sum.push_back(ReadTerm(text.substr(0, plus)));
    text.remove_prefix(plus == text.npos ? text.size() : plus + kPlus.size());
  }
  return sum;
}

double ValueOf(const ValidationSum& sum,
               const std::function<double(const ValidationTerm& term)>& value_of) {
  double total = 0;
  for (const ValidationTerm& term : sum) {
    const double value = term.name.empty() ? 1 : value_of(term);
    total += term.factor * (term.squared ? value * value : value);
  }
  return total;
}

bool ValidationRow::IsRecord() const { return family.ends_with("_SIMULATED"); }
bool ValidationRow::IsQuantile() const { return quantity.starts_with("wait_q"); }

Result<std::vector<ValidationRow>> ReadValidationRows(std::span<const ValidationFile> files) {
  const auto reference = ReadTable(files, kReference, kReferenceFields);
  if (!reference) return tl::unexpected(reference.error());
  const auto cases = ReadTable(files, kCases, kCaseFields);
  if (!cases) return tl::unexpected(cases.error());
  std::map<std::tuple<std::string, std::string, std::string>, const Fields*> by_row;
  for (const Fields& each : *cases) by_row[{each[0], each[1], each[2]}] = &each;

  std::vector<ValidationRow> rows;
  for (const Fields& fields : *reference) {
    const auto found = by_row.find({fields[0], fields[1], fields[2]});
    const auto value = NumberIn(fields[3]);
    if (found == by_row.end() || !value) {
      return MakeError(ErrorKind::kUsage,
                       fmt::format("{}: {},{},{}: {}", kReference, fields[0], fields[1], fields[2],
                                   value ? "cases.csv does not say how it is checked"
                                         : "its value is no number"));
    }
    const Fields& how = *found->second;
    rows.push_back({.family = fields[0],
                    .params = fields[1],
                    .quantity = fields[2],
                    .value = *value,
                    .file = how[3],
                    .measure = how[4],
                    .analytic = how[5],
                    .formula = how[6],
                    .precision = NumberIn(how[7]).value_or(0),
                    .not_run = how[8]});
  }
  return rows;
}

}  // namespace tfsck
