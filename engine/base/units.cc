#include "engine/base/units.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/nearest_name.h"

namespace tfsck {
namespace {

struct Unit {
  std::string_view name;
  double seconds;   // where it is one second or longer
  double fraction;  // how many of it are a second, where it is shorter; else 1
};

constexpr double kDaySeconds = 86400;
constexpr double kWeekSeconds = 7 * kDaySeconds;

// Plurals first: of two names equally near to what was written the first is suggested.
constexpr Unit kUnits[] = {
    {"us", 1, 1e6},
    {"µs", 1, 1e6},
    {"microseconds", 1, 1e6},
    {"microsecond", 1, 1e6},
    {"ms", 1, 1e3},
    {"milliseconds", 1, 1e3},
    {"millisecond", 1, 1e3},
    {"s", 1, 1},
    {"sec", 1, 1},
    {"seconds", 1, 1},
    {"second", 1, 1},
    {"m", 60, 1},
    {"min", 60, 1},
    {"mins", 60, 1},
    {"minutes", 60, 1},
    {"minute", 60, 1},
    {"h", 3600, 1},
    {"hours", 3600, 1},
    {"hour", 3600, 1},
    {"d", kDaySeconds, 1},
    {"days", kDaySeconds, 1},
    {"day", kDaySeconds, 1},
    {"w", kWeekSeconds, 1},
    {"weeks", kWeekSeconds, 1},
    {"week", kWeekSeconds, 1},
};
// Only in rates: half a workday is no time of the clock.
constexpr Unit kWorkday = {"workday", kWeekSeconds / 5, 1};

std::vector<std::string_view> UnitNames(bool rate) {
  std::vector<std::string_view> names;
  for (const Unit& unit : kUnits) names.push_back(unit.name);
  if (rate) names.push_back(kWorkday.name);
  return names;
}

const Unit* FindUnit(std::string_view name, bool rate) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return rate && name == kWorkday.name ? &kWorkday : nullptr;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Takes the number that `text` begins with; neither sign nor inf nor nan.
std::optional<double> TakeNumber(std::string_view* text) {
  if (text->empty() || !((text->front() >= '0' && text->front() <= '9') || text->front() == '.')) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (failure != std::errc() || !std::isfinite(value)) return std::nullopt;
  text->remove_prefix(static_cast<size_t>(end - text->data()));
  return value;
}

// Takes a word: what comes before the next space, digit or point.
std::string_view TakeWord(std::string_view* text) {
  while (!text->empty() && text->front() == ' ') text->remove_prefix(1);
  const std::string_view word = text->substr(0, text->find_first_of(" .0123456789"));
  text->remove_prefix(word.size());
  while (!text->empty() && text->front() == ' ') text->remove_prefix(1);
  return word;
}

// Takes the "/" or "per" before a unit, which is left.
bool TakePer(std::string_view* text) {
  std::string_view rest = Trim(*text);
  const size_t length = rest.starts_with("/") ? 1 : rest.starts_with("per ") ? 4 : 0;
  rest.remove_prefix(length);
  *text = Trim(rest);
  return length > 0;
}

constexpr std::string_view kDurationWanted =
    "must be a duration such as 250ms, 90s, 20m, 1h30m or 2 weeks";
constexpr std::string_view kRateWanted =
    "must be a rate such as 5/day, 3 per week, 0.2/s, 5/workday or every 6h";

tl::unexpected<Error> Refuse(std::string_view wanted, std::string_view text,
                             std::string_view hint = "") {
  return MakeError(ErrorKind::kUsage, fmt::format("{}, not '{}'{}", wanted, text, hint));
}

// Why `word` is no unit.
std::string UnitHint(std::string_view word, bool rate) {
  if (word.empty()) return ": it lacks a unit";
  const auto names = UnitNames(rate);
  if (const auto nearest = NearestName(word, names)) {
    return fmt::format(": did you mean '{}'?", *nearest);
  }
  return fmt::format(": '{}' is none of the units us, ms, s, m, h, d, w{}", word,
                     rate ? " and workday" : "");
}

bool IsZero(std::string_view text) {
  const auto value = TakeNumber(&text);
  return value && *value == 0 && text.empty();
}

// `number` units in seconds, rounded once.
double InSeconds(double number, const Unit& unit) {
  return unit.fraction > 1 ? number / unit.fraction : number * unit.seconds;
}

// The shorter of two texts, the first of equals.
void TakeShorter(std::string candidate, std::string* best) {
  if (candidate.size() < best->size()) *best = std::move(candidate);
}

// Six significant digits: what a person would have written.
double Rounded(double value) {
  double rounded = value;
  const std::string text = NumberText(value, 6);
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

// "1h30m" of whole seconds below 2^53.
std::string ClockText(uint64_t seconds) {
  constexpr std::pair<uint64_t, std::string_view> kParts[] = {
      {604800, "w"}, {86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}};
  std::string text;
  for (const auto& [length, name] : kParts) {
    if (seconds >= length) text += fmt::format("{}{}", seconds / length, name);
    seconds %= length;
  }
  return text.empty() ? "0s" : text;
}

bool ReadsAs(const Result<double>& read, double value) { return read && *read == value; }

}  // namespace

Result<double> ParseDuration(std::string_view text) {
  std::string_view rest = Trim(text);
  if (IsZero(rest)) return 0;
  double seconds = 0;
  do {
    const auto number = TakeNumber(&rest);
    if (!number) return Refuse(kDurationWanted, text);
    const std::string_view word = TakeWord(&rest);
    const Unit* unit = FindUnit(word, false);
    if (!unit) return Refuse(kDurationWanted, text, UnitHint(word, false));
    seconds += InSeconds(*number, *unit);
  } while (!rest.empty());
  if (!std::isfinite(seconds)) return Refuse(kDurationWanted, text);
  return seconds;
}

Result<double> ParseRate(std::string_view text) {
  std::string_view rest = Trim(text);
  if (IsZero(rest)) return 0;
  if (rest.starts_with("every ")) {
    const auto period = ParseDuration(rest.substr(6));
    if (!period || !(*period > 0)) return Refuse(kRateWanted, text);
    return 1 / *period;
  }
  const auto number = TakeNumber(&rest);
  if (!number) return Refuse(kRateWanted, text);
  if (!TakePer(&rest)) return Refuse(kRateWanted, text, ": it lacks what it is per");
  const Unit* unit = FindUnit(rest, true);
  if (!unit) return Refuse(kRateWanted, text, UnitHint(rest, true));
  const double rate = unit->fraction > 1 ? *number * unit->fraction : *number / unit->seconds;
  if (!std::isfinite(rate)) return Refuse(kRateWanted, text);
  return rate;
}

Result<double> ParseNumber(std::string_view text) {
  std::string_view rest = Trim(text);
  const auto number = TakeNumber(&rest);
  if (!number || !rest.empty()) return Refuse("must be a number, 0 or above", text);
  return *number;
}

Result<double> ParseShare(std::string_view text) {
  std::string_view rest = Trim(text);
  const auto number = TakeNumber(&rest);
  if (number && Trim(rest) == "%") return *number / 100;
  if (!number || !rest.empty()) return Refuse("must be a share such as 3% or 0.03", text);
  return *number;
}

std::string NumberText(double number) { return fmt::format("{}", number); }

std::string NumberText(double number, int digits) { return fmt::format("{:.{}g}", number, digits); }

std::string DurationText(double seconds) {
  constexpr double kExact = 9007199254740992;  // 2^53: beyond it not every whole number is a double
  if (seconds == std::floor(seconds) && seconds < kExact) {
    const std::string clock = ClockText(static_cast<uint64_t>(seconds));
    if (ReadsAs(ParseDuration(clock), seconds)) return clock;
  }
  std::string best = fmt::format("{}s", seconds);
  for (const std::string_view unit : {"ms", "us", "m", "h"}) {
    const Unit& found = *FindUnit(unit, false);
    const double count = Rounded(seconds * found.fraction / found.seconds);
    std::string text = fmt::format("{}{}", count, unit);
    if (ReadsAs(ParseDuration(text), seconds)) TakeShorter(std::move(text), &best);
  }
  return best;
}

std::string RateText(double per_second) {
  std::string best = fmt::format("{}/s", per_second);
  for (const std::string_view unit : {"min", "h", "day", "week", "workday"}) {
    const double count = Rounded(per_second * FindUnit(unit, true)->seconds);
    std::string text = fmt::format("{}/{}", count, unit);
    if (ReadsAs(ParseRate(text), per_second)) TakeShorter(std::move(text), &best);
  }
  return best;
}

std::string ShareText(double share) {
  std::string percent = fmt::format("{}%", Rounded(share * 100));
  return ReadsAs(ParseShare(percent), share) ? percent : fmt::format("{}", share);
}

}  // namespace tfsck
