#include "engine/hostname.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/idna.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

constexpr std::string_view kPunycodePrefix = "xn--";

using Text = tl::expected<std::string, std::string>;

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
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
