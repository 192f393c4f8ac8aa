#include "engine/go_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "engine/json/text.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

char Lower(char c) { return static_cast<char>(c | 0x20); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return Lower(c) >= 'a' && Lower(c) <= 'z'; }

// Whether underscores stand only between digits (strconv: underscoreOK).
bool UnderscoresGood(std::string_view text) {
  char before = '^';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  bool hex = false;
  if (text.size() >= 2 && text[0] == '0' &&
      (Lower(text[1]) == 'b' || Lower(text[1]) == 'o' || Lower(text[1]) == 'x')) {
    hex = Lower(text[1]) == 'x';
    before = '0';
    text.remove_prefix(2);
  }
  for (const char c : text) {
    if (IsDigit(c) || (hex && Lower(c) >= 'a' && Lower(c) <= 'f')) {
      before = '0';
    } else if (c == '_') {
      if (before != '0') return false;
      before = '_';
    } else {
      if (before == '_') return false;
      before = '!';
    }
  }
  return before != '_';
}

// Takes the prefix that names a base.
unsigned TakeBase(std::string_view* text) {
  if (text->front() != '0') return 10;
  const char letter = text->size() >= 3 ? Lower((*text)[1]) : '\0';
  const unsigned base = letter == 'b' ? 2 : letter == 'o' ? 8 : letter == 'x' ? 16 : 0;
  text->remove_prefix(base == 0 ? 1 : 2);
  return base == 0 ? 8 : base;
}

enum class IntProblem : uint8_t { kNone, kSyntax, kRange };

IntProblem ParseMagnitude(std::string_view text, uint64_t* out) {
  if (text.empty()) return IntProblem::kSyntax;
  const unsigned base = TakeBase(&text);
  *out = 0;
  for (const char c : text) {
    if (c == '_') continue;
    if (!IsDigit(c) && !IsLetter(c)) return IntProblem::kSyntax;
    const unsigned digit =
        IsDigit(c) ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(Lower(c) - 'a') + 10;
    if (digit >= base) return IntProblem::kSyntax;
    uint64_t scaled = 0;
    if (__builtin_mul_overflow(*out, uint64_t{base}, &scaled) ||
        __builtin_add_overflow(scaled, uint64_t{digit}, out)) {
      return IntProblem::kRange;
    }
  }
  return IntProblem::kNone;
}

// A container that is being written: its members or elements, next first.
struct OpenValue {
  bool object;
  std::vector<GoMember> members;
  size_t next = 0;
};

OpenValue Open(const Tape& tape, uint32_t node) {
  if (tape.kind(node) == Kind::kObject) return {true, SortedMembers(tape, node)};
  OpenValue out{false, {}};
  for (uint32_t at = tape.FirstChild(node); at != tape.end(node); at = tape.end(at)) {
    out.members.push_back({{}, at});
  }
  return out;
}

void AppendScalar(const Tape& tape, uint32_t node, std::string* out) {
  switch (tape.kind(node)) {
    case Kind::kString:
      return json::AppendQuoted(tape.Text(node), out);
    case Kind::kNumber:
      return AppendGoFloat(ParseGoFloat(tape[node].text).value_or(0), out);
    default:
      *out += tape[node].text;
  }
}

}  // namespace

tl::expected<int64_t, std::string> ParseGoInt(std::string_view text) {
  std::string_view digits = text;
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) digits.remove_prefix(1);
  uint64_t magnitude = 0;
  IntProblem problem = ParseMagnitude(digits, &magnitude);
  if (problem == IntProblem::kNone && text.find('_') != text.npos && !UnderscoresGood(text)) {
    problem = IntProblem::kSyntax;
  }
  constexpr uint64_t kLimit = uint64_t{1} << 63;
  if (problem == IntProblem::kNone && magnitude >= kLimit + (negative ? 1 : 0)) {
    problem = IntProblem::kRange;
  }
  if (problem == IntProblem::kNone) {
    return static_cast<int64_t>(negative ? uint64_t{0} - magnitude : magnitude);
  }
  std::string error = "strconv.ParseInt: parsing ";
  AppendGoQuoted(text, &error);
  error += problem == IntProblem::kSyntax ? ": invalid syntax" : ": value out of range";
  return tl::unexpected(std::move(error));
}

std::optional<uint64_t> ParseGoUint(std::string_view text) {
  uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

uint64_t ToGoUint(double value) {
  constexpr double kHalf = 9223372036854775808.0;
  constexpr uint64_t kTop = uint64_t{1} << 63;
  const auto to_signed = [](double x) {
    return x >= -kHalf && x < kHalf ? static_cast<uint64_t>(static_cast<int64_t>(x)) : kTop;
  };
  return value < kHalf ? to_signed(value) : to_signed(value - kHalf) | kTop;
}

std::optional<double> ParseGoFloat(std::string_view number) {
  const double value = std::strtod(std::string(number).c_str(), nullptr);
  if (std::isinf(value)) return std::nullopt;
  return value;
}

void AppendGoFloat(double value, std::string* out) {
  // The shortest digits that read back; std::to_chars pads fixed notation with other ones than Go.
  std::array<char, 64> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  if (text.front() == '-') {
    *out += '-';
    text.remove_prefix(1);
  }
  const size_t e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(),
                  exponent);
  std::string digits(text.substr(0, e));
  if (digits.size() > 1) digits.erase(1, 1);
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-6 || size >= 1e21)) {
    if (digits.size() > 1) digits.insert(1, ".");
    *out += digits + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
    return;
  }
  if (exponent < 0) {
    *out += "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    return;
  }
  const auto whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() < whole) digits.append(whole - digits.size(), '0');
  if (digits.size() > whole) digits.insert(whole, ".");
  *out += digits;
}

void AppendGoInterface(const Tape& tape, uint32_t node, std::string* out) {
  std::vector<OpenValue> open;
  const auto begin = [&](uint32_t at) {
    const Kind kind = tape.kind(at);
    if (kind != Kind::kObject && kind != Kind::kArray) return AppendScalar(tape, at, out);
    open.push_back(Open(tape, at));
    *out += kind == Kind::kObject ? '{' : '[';
  };
  begin(node);
  while (!open.empty()) {
    OpenValue& top = open.back();
    if (top.next == top.members.size()) {
      *out += top.object ? '}' : ']';
      open.pop_back();
      continue;
    }
    if (top.next != 0) *out += ',';
    const GoMember& member = top.members[top.next++];
    if (top.object) {
      json::AppendQuoted(member.key, out);
      *out += ':';
    }
    begin(member.value);
  }
}

std::optional<uint32_t> FindHugeNumber(const Tape& tape, uint32_t node) {
  for (uint32_t at = node; at != tape.end(node); ++at) {
    if (tape.kind(at) == Kind::kNumber && !ParseGoFloat(tape[at].text)) return at;
  }
  return std::nullopt;
}

std::vector<GoMember> SortedMembers(const Tape& tape, uint32_t object) {
  std::vector<GoMember> out;
  for (uint32_t key = tape.FirstChild(object); key != tape.end(object); key = tape.end(key + 1)) {
    out.push_back({tape.Text(key), key + 1});
  }
  const auto less = [](const GoMember& a, const GoMember& b) { return a.key < b.key; };
  std::stable_sort(out.begin(), out.end(), less);
  const auto same = [](const GoMember& a, const GoMember& b) { return a.key == b.key; };
  out.erase(out.begin(), std::unique(out.rbegin(), out.rend(), same).base());
  return out;
}

}  // namespace tfsck
