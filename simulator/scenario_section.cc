#include "simulator/scenario_section.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "engine/base/nearest_name.h"
#include "engine/base/units.h"

namespace tfsck {
namespace {

constexpr size_t kMostFileValues = 1'000'000;

// The value of a Result, or nothing and its error kept.
template <typename T>
std::optional<T> Kept(Result<T> result, ScenarioReading* reading) {
  if (reading->error) return std::nullopt;
  if (result) return *std::move(result);
  reading->Fail(std::move(result.error()));
  return std::nullopt;
}

// What stands before a comment, without spaces and carriage returns around it.
std::string_view LineContent(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const size_t begin = line.find_first_not_of(" \t\r");
  if (begin == line.npos) return "";
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

void ScenarioReading::FailAt(const ConfigNode& node, std::string_view message) {
  Fail(node.ErrorHere(fmt::format("'{}' {}", node.path(), message)));
}

ScenarioSection::ScenarioSection(ConfigNode node, ScenarioReading* reading,
                                 std::span<const std::string_view> keys)
    : node_(std::move(node)), reading_(reading) {
  if (reading_->error) return;
  if (auto known = node_.CheckKeys(keys); !known) reading_->Fail(known.error());
}

std::optional<ConfigNode> ScenarioSection::Find(std::string_view key) const {
  if (reading_->error) return std::nullopt;
  return node_.Find(key);
}

void ScenarioSection::Require(std::string_view key) {
  if (auto found = node_.Require(key); !found) reading_->Fail(found.error());
}

void ScenarioSection::Duration(std::string_view key, double* seconds) {
  const auto node = Find(key);
  if (!node) return;
  if (const auto value = ReadQuantity(*node, reading_, ParseDuration)) *seconds = *value;
}

void ScenarioSection::Time(std::string_view key, SimTime* time) {
  double seconds = -1;
  Duration(key, &seconds);
  if (seconds >= 0) *time = FromSeconds(seconds);
}

void ScenarioSection::Rate(std::string_view key, double* per_second) {
  const auto node = Find(key);
  if (!node) return;
  if (const auto value = ReadQuantity(*node, reading_, ParseRate)) *per_second = *value;
}

void ScenarioSection::Share(std::string_view key, double* share) {
  const auto node = Find(key);
  if (!node) return;
  const auto value = ReadQuantity(*node, reading_, ParseShare);
  if (!value) return;
  if (*value > 1) {
    return reading_->FailAt(
        *node, fmt::format("must be a share from 0% to 100%, not '{}'", *node->AsString()));
  }
  *share = *value;
}

void ScenarioSection::Number(std::string_view key, double* number) {
  const auto node = Find(key);
  if (!node) return;
  if (const auto value = ReadQuantity(*node, reading_, ParseNumber)) *number = *value;
}

void ScenarioSection::Count(std::string_view key, uint32_t* count, uint32_t most) {
  const auto node = Find(key);
  if (!node) return;
  if (const auto value = ReadWhole(*node, reading_, 0, most)) {
    *count = static_cast<uint32_t>(*value);
  }
}

void ScenarioSection::Seed(std::string_view key, uint64_t* seed) {
  const auto node = Find(key);
  if (!node) return;
  const std::string text = ReadText(*node, reading_).value_or("");
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), *seed);
  if (failure == std::errc() && end == text.data() + text.size()) return;
  reading_->FailAt(*node, fmt::format("must be a whole number below 2^64, not '{}'", text));
}

void ScenarioSection::Flag(std::string_view key, bool* flag) {
  const auto node = Find(key);
  if (!node) return;
  if (const auto value = Kept(node->AsBool(), reading_)) *flag = *value;
}

void ScenarioSection::Text(std::string_view key, std::string* text) {
  const auto node = Find(key);
  if (!node) return;
  if (auto value = ReadText(*node, reading_)) *text = *std::move(value);
}

void ScenarioSection::Law(std::string_view key, Distribution* law) {
  if (const auto node = Find(key)) ReadLaw(*node, reading_, law);
}

void ScenarioSection::OptionalLaw(std::string_view key, std::string_view word,
                                  std::optional<Distribution>* law) {
  const auto node = Find(key);
  if (!node) return;
  if (node->kind() == ConfigKind::kScalar && *node->AsString() == word) return law->reset();
  Distribution read;
  ReadLaw(*node, reading_, &read);
  if (!reading_->error) *law = std::move(read);
}

std::optional<size_t> ScenarioSection::ChoiceIndex(std::string_view key,
                                                   std::span<const std::string_view> names) {
  const auto node = Find(key);
  if (!node) return std::nullopt;
  const auto text = Kept(node->AsOneOf(names), reading_);
  if (!text) return std::nullopt;
  return static_cast<size_t>(std::find(names.begin(), names.end(), *text) - names.begin());
}

std::optional<std::string> ReadText(const ConfigNode& node, ScenarioReading* reading) {
  return Kept(node.AsString(), reading);
}

std::optional<int64_t> ReadWhole(const ConfigNode& node, ScenarioReading* reading, int64_t least,
                                 int64_t most) {
  return Kept(node.AsInt(least, most), reading);
}

std::optional<double> ReadQuantity(const ConfigNode& node, ScenarioReading* reading,
                                   Result<double> (*parse)(std::string_view)) {
  const auto text = ReadText(node, reading);
  if (!text) return std::nullopt;
  const auto value = parse(*text);
  if (value) return *value;
  reading->FailAt(node, value.error().message);
  return std::nullopt;
}

std::vector<ConfigNode> ReadItems(const ConfigNode& node, ScenarioReading* reading) {
  return Kept(node.AsList(), reading).value_or(std::vector<ConfigNode>{});
}

std::vector<double> ReadQuantities(const ConfigNode& node, ScenarioReading* reading,
                                   Result<double> (*parse)(std::string_view)) {
  std::vector<double> values;
  for (const ConfigNode& item : ReadItems(node, reading)) {
    values.push_back(ReadQuantity(item, reading, parse).value_or(0));
  }
  return values;
}

std::vector<double> ReadDurationFile(const ConfigNode& node, ScenarioReading* reading,
                                     bool ascending) {
  const auto name = ReadText(node, reading);
  if (!name) return {};
  if (!reading->read_file) {
    reading->FailAt(node, "names a file, and files are not read here");
    return {};
  }
  const auto text = reading->read_file(*name);
  if (!text) {
    reading->FailAt(node, "cannot be read: " + text.error().message);
    return {};
  }
  std::vector<double> values;
  const auto fail = [&](size_t line, std::string_view message) {
    reading->Fail({ErrorKind::kUsage, fmt::format("{}:{}: {}", *name, line, message)});
    return std::vector<double>();
  };
  size_t line = 0;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view content = LineContent(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    ++line;
    if (content.empty()) continue;
    auto value = ParseNumber(content);  // of seconds
    if (!value) value = ParseDuration(content);
    if (!value) return fail(line, "each line " + value.error().message);
    if (ascending && !values.empty() && *value < values.back()) {
      return fail(line, fmt::format("'{}' is earlier than the instant before it: a trace is in "
                                    "order of time",
                                    content));
    }
    if (values.size() == kMostFileValues) return fail(line, "more than 1000000 values");
    values.push_back(*value);
  }
  return values;
}

std::optional<uint32_t> ReadReference(const ConfigNode& node, ScenarioReading* reading,
                                      std::string_view what,
                                      std::span<const std::string_view> names) {
  const auto name = ReadText(node, reading);
  if (!name) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), *name);
  if (found != names.end()) return static_cast<uint32_t>(found - names.begin());
  const auto nearest = NearestName(*name, names);
  const std::string hint = nearest         ? fmt::format(": did you mean '{}'?", *nearest)
                           : names.empty() ? "; there are none"
                           : names.size() <= 20
                               ? fmt::format("; they are {}", fmt::join(names, ", "))
                               : std::string();
  reading->FailAt(node, fmt::format("names '{}', which is none of the {}{}", *name, what, hint));
  return std::nullopt;
}

}  // namespace tfsck
