#include "engine/hostname.h"

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <memory>

#include "engine/unicode_text.h"

namespace tfsck {
namespace {

constexpr std::string_view kPunycodePrefix = "xn--";

using Text = tl::expected<std::string, std::string>;

struct Free {
  void operator()(void* p) const { std::free(p); }
};
using OwnedText = std::unique_ptr<char, Free>;

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Calls `visit` with each label; the last is skipped when it is empty, and so is a last label that
// is one more dot, as Go's iterator has it.  Stops when `visit` returns false.
template <typename Visit>
void ForEachLabel(std::string_view name, Visit visit) {
  for (size_t start = 0; start < name.size();) {
    const size_t end = std::min(name.find('.', start), name.size());
    if (!visit(name.substr(start, end - start))) return;
    start = end + 1;
    if (start + 1 == name.size() && name[start] == '.') return;
  }
}

std::string InvalidLabel(std::string_view label) {
  std::string message = "idna: invalid label ";
  AppendGoQuoted(label, &message);
  return message;
}

// Go: Profile.validateLabel, the part about hyphens; it counts bytes.
bool HasBadHyphens(std::string_view label) {
  if (label.empty()) return false;
  if (label.size() > 4 && label[2] == '-' && label[3] == '-') return true;
  return label.front() == '-' || label.back() == '-';
}

Text FromIdn2(std::string_view name) {
  const std::string input(name);
  char* ascii = nullptr;
  constexpr int kFlags = IDN2_NONTRANSITIONAL | IDN2_USE_STD3_ASCII_RULES | IDN2_NFC_INPUT;
  if (input.find('\0') != std::string::npos) return tl::unexpected(InvalidLabel(name));
  int status = idn2_to_ascii_8z(input.c_str(), &ascii, kFlags);
  const OwnedText owned_ascii(ascii);
  if (status != IDN2_OK) return tl::unexpected(InvalidLabel(name));
  char* unicode = nullptr;
  status = idn2_to_unicode_8z8z(ascii, &unicode, kFlags);
  const OwnedText owned_unicode(unicode);
  if (status != IDN2_OK) return tl::unexpected(InvalidLabel(name));
  return std::string(unicode);
}

Text CheckHyphens(Text name) {
  if (!name) return name;
  std::string bad;
  ForEachLabel(*name, [&](std::string_view label) {
    if (HasBadHyphens(label)) bad = label;
    return bad.empty();
  });
  if (!bad.empty()) return tl::unexpected(InvalidLabel(bad));
  return name;
}

// The port with its colon, "" for none and for 443 (svchost: normalizePortPortion, strconv.Atoi).
Text ParsePort(std::string_view text) {
  if (text.empty()) return std::string();
  std::string_view digits = text.substr(1);
  if (digits.size() > 1 && digits[0] == '+') digits.remove_prefix(1);
  int64_t port = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, port);
  const bool double_sign = text.size() > 2 && text[1] == '+' && text[2] == '-';
  if (error != std::errc() || stop != end || double_sign) {
    return tl::unexpected<std::string>("port portion contains non-digit characters");
  }
  if (port == 443) return std::string();
  if (port > 65535) return tl::unexpected<std::string>("port number is greater than 65535");
  return fmt::format(":{}", port);
}

// What svchost asks beyond IDNA: no empty labels, no Punycode given by the user.
std::string LabelProblem(std::string_view name) {
  std::string problem;
  ForEachLabel(name, [&](std::string_view label) {
    if (label.empty()) {
      problem = "hostname contains empty label (two consecutive periods)";
    } else if (label.substr(0, kPunycodePrefix.size()) == kPunycodePrefix) {
      problem = "hostname label ";
      AppendGoQuoted(label, &problem);
      problem += " specified in punycode format; service hostnames must be given in unicode";
    }
    return problem.empty();
  });
  return problem;
}

}  // namespace

Text LookupUnicode(std::string_view name) {
  if (!IsAscii(name)) return CheckHyphens(FromIdn2(name));
  std::string lower = LowerAscii(name);
  for (const char c : lower) {
    const bool valid = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!valid) return tl::unexpected(fmt::format("idna: disallowed rune U+{:04X}", int{c}));
  }
  bool has_punycode = false;
  ForEachLabel(lower, [&](std::string_view label) {
    has_punycode = label.substr(0, kPunycodePrefix.size()) == kPunycodePrefix;
    return !has_punycode;
  });
  return CheckHyphens(has_punycode ? FromIdn2(lower) : Text(std::move(lower)));
}

Text ParseHostname(std::string_view given) {
  const size_t colon = std::min(given.find(':'), given.size());
  const std::string_view name = given.substr(0, colon);
  Text port = ParsePort(given.substr(colon));
  if (!port) {
    const std::string scheme = LowerAscii(name);
    if (scheme == "https" || scheme == "http") {
      return tl::unexpected<std::string>(
          "need just a hostname and optional port number, not a full URL");
    }
    return port;
  }
  if (name.empty()) return tl::unexpected<std::string>("empty string is not a valid hostname");
  std::string problem = LabelProblem(name);
  if (!problem.empty()) return tl::unexpected(std::move(problem));
  Text host = LookupUnicode(name);
  if (!host) return host;
  return *host + *port;
}

}  // namespace tfsck
