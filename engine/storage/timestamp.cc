#include "engine/storage/timestamp.h"

#include <array>
#include <cstddef>

namespace tfsck {
namespace {

constexpr int64_t kMicroseconds = 1'000'000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct CivilTime {
  int64_t year = 0;
  int64_t month = 0;
  int64_t day = 0;
  int64_t hour = 0;
  int64_t minute = 0;
  int64_t second = 0;
  int64_t micros = 0;
  int64_t offset_minutes = 0;  // east of Greenwich
};

bool IsLeap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int64_t DaysOfMonth(int64_t year, int64_t month) {
  constexpr std::array<int64_t, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<size_t>(month - 1)] + (month == 2 && IsLeap(year) ? 1 : 0);
}

// Days from 1970-01-01 in the proleptic Gregorian calendar, for years from 1 on.
int64_t DaysSince1970(const CivilTime& time) {
  const int64_t before = time.year - 1;
  int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
  for (int64_t month = 1; month < time.month; ++month) days += DaysOfMonth(time.year, month);
  return days + time.day - 1;
}

std::optional<int64_t> Microseconds(const CivilTime& time) {
  if (time.year < 1 || time.month < 1 || time.month > 12) return std::nullopt;
  if (time.day < 1 || time.day > DaysOfMonth(time.year, time.month)) return std::nullopt;
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return std::nullopt;
  const int64_t minutes =
      (DaysSince1970(time) * 24 + time.hour) * 60 + time.minute - time.offset_minutes;
  return (minutes * 60 + time.second) * kMicroseconds + time.micros;
}

// Takes what it is asked for from the front of a text; after the first thing that is not there
// nothing more is taken.
class Taker {
 public:
  explicit Taker(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  std::string_view rest() const { return rest_; }
  char Peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  int64_t Number(size_t digits) {
    int64_t value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!IsDigit(Peek())) return Fail();
      value = value * 10 + (Peek() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  // One of `allowed`, or '\0'.
  char OneOf(std::string_view allowed) {
    const char c = Peek();
    if (rest_.empty() || allowed.find(c) == allowed.npos) return '\0';
    rest_.remove_prefix(1);
    return c;
  }
  void Expect(std::string_view allowed) {
    if (OneOf(allowed) == '\0') Fail();
  }
  // The digits at hand as a fraction of a second.
  int64_t Fraction(size_t most_digits) {
    int64_t micros = 0;
    int64_t unit = kMicroseconds;
    size_t digits = 0;
    for (; IsDigit(Peek()); ++digits) {
      unit /= 10;
      micros += unit * (Peek() - '0');
      rest_.remove_prefix(1);
    }
    return digits == 0 || digits > most_digits ? Fail() : micros;
  }
  int64_t Fail() {
    ok_ = false;
    return 0;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// What follows the sign: HH:MM or HHMM.
int64_t TakeOffset(Taker* taker) {
  const int64_t hours = taker->Number(2);
  taker->OneOf(":");
  const int64_t minutes = taker->Number(2);
  if (hours > 23 || minutes > 59) return taker->Fail();
  return hours * 60 + minutes;
}

void TakeDate(Taker* taker, bool dashes, CivilTime* time) {
  time->year = taker->Number(4);
  if (dashes) taker->Expect("-");
  time->month = taker->Number(2);
  if (dashes) taker->Expect("-");
  time->day = taker->Number(2);
}

void TakeNamedFraction(Taker* taker, CivilTime* time) {
  const std::string_view rest = taker->rest();
  if (rest.size() < 2 || (rest[0] != '.' && rest[0] != ',') || !IsDigit(rest[1])) return;
  taker->OneOf(".,");
  time->micros = taker->Fraction(9);
}

// A time as people put it into names, at the front of `text`.
std::optional<int64_t> TakeNamedTime(std::string_view text) {
  Taker taker(text);
  CivilTime time;
  const bool dashes = text.size() > 4 && text[4] == '-';
  TakeDate(&taker, dashes, &time);
  taker.Expect(dashes ? "Tt_- " : "Tt_-");
  time.hour = taker.Number(2);
  const char divider = taker.OneOf("-:_.");
  const std::string_view again = divider == '\0' ? "" : std::string_view(&divider, 1);
  time.minute = taker.Number(2);
  if (!again.empty()) taker.Expect(again);
  time.second = taker.Number(2);
  TakeNamedFraction(&taker, &time);
  if (taker.OneOf("Zz") == '\0' && taker.OneOf("+") != '\0') {
    time.offset_minutes = TakeOffset(&taker);
  }
  if (!taker.ok() || IsDigit(taker.Peek()) || time.year < 2000 || time.year > 2199) {
    return std::nullopt;
  }
  return Microseconds(time);
}

// NAME.UNIXTIME.backup
std::optional<int64_t> TimeOfBackup(std::string_view name) {
  constexpr std::string_view kEnding = ".backup";
  constexpr size_t kDigits = 10;
  if (!name.ends_with(kEnding)) return std::nullopt;
  name.remove_suffix(kEnding.size());
  if (name.size() < kDigits + 1 || name[name.size() - kDigits - 1] != '.') return std::nullopt;
  Taker taker(name.substr(name.size() - kDigits));
  const int64_t seconds = taker.Number(kDigits);
  if (!taker.ok() || seconds < 1'000'000'000) return std::nullopt;
  return seconds * kMicroseconds;
}

int64_t MonthNumber(std::string_view name) {
  constexpr std::string_view kNames = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const size_t at = name.size() == 3 ? kNames.find(name) : kNames.npos;
  return at == kNames.npos || at % 3 != 0 ? 0 : static_cast<int64_t>(at / 3) + 1;
}

}  // namespace

std::optional<int64_t> ParseRfc3339(std::string_view text) {
  Taker taker(text);
  CivilTime time;
  TakeDate(&taker, true, &time);
  taker.Expect("Tt ");
  time.hour = taker.Number(2);
  taker.Expect(":");
  time.minute = taker.Number(2);
  taker.Expect(":");
  time.second = taker.Number(2);
  if (taker.OneOf(".") != '\0') time.micros = taker.Fraction(text.size());
  if (taker.OneOf("Zz") == '\0') {
    const char sign = taker.OneOf("+-");
    if (sign == '\0') return std::nullopt;
    time.offset_minutes = TakeOffset(&taker) * (sign == '+' ? 1 : -1);
  }
  if (!taker.ok() || !taker.rest().empty()) return std::nullopt;
  return Microseconds(time);
}

std::optional<int64_t> ParseHttpDate(std::string_view text) {
  constexpr size_t kSize = 29;
  if (text.size() != kSize || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) {
    return std::nullopt;
  }
  CivilTime time;
  time.month = MonthNumber(text.substr(8, 3));
  Taker day(text.substr(5));
  time.day = day.Number(2);
  day.Expect(" ");
  Taker rest(text.substr(11));
  rest.Expect(" ");
  time.year = rest.Number(4);
  rest.Expect(" ");
  time.hour = rest.Number(2);
  rest.Expect(":");
  time.minute = rest.Number(2);
  rest.Expect(":");
  time.second = rest.Number(2);
  if (!day.ok() || !rest.ok()) return std::nullopt;
  return Microseconds(time);
}

std::optional<int64_t> TimeInName(std::string_view name) {
  if (const auto backup = TimeOfBackup(name)) return backup;
  for (size_t at = 0; at < name.size(); ++at) {
    if (!IsDigit(name[at]) || (at > 0 && IsDigit(name[at - 1]))) continue;
    if (const auto time = TakeNamedTime(name.substr(at))) return time;
  }
  return std::nullopt;
}

}  // namespace tfsck
