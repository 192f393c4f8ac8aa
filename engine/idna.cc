#include "engine/idna.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/bidi_rule.h"
#include "engine/punycode.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using Text = tl::expected<std::string, std::string>;

constexpr std::string_view kPunycodePrefix = "xn--";
constexpr char32_t kZeroWidthNonJoiner = 0x200C;
constexpr char32_t kZeroWidthJoiner = 0x200D;
constexpr int kViramaClass = 9;

struct Range {
  char32_t first;
  char32_t last;
};

// Where UTS #46 (IdnaMappingTable.txt, Unicode 15, STD3 rules) departs from what the general
// category and NFKC_Casefold say: refused although they would pass ...
constexpr Range kDisallowed[] = {
    {0x4C0, 0x4C0},   {0x10A0, 0x10C5}, {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5},
    {0x1806, 0x1806}, {0x2132, 0x2132}, {0x2183, 0x2183}, {0x2260, 0x2260}, {0x226E, 0x226F},
    {0x2FF0, 0x2FFB}, {0x3164, 0x3164}, {0xFE12, 0xFE12}, {0xFFA0, 0xFFA0}, {0xFFFC, 0xFFFD},
};
// ... and format characters that are dropped instead of refused.
constexpr Range kIgnoredFormats[] = {
    {0xAD, 0xAD},     {0x200B, 0x200B}, {0x2060, 0x2060},
    {0x2064, 0x2064}, {0xFEFF, 0xFEFF}, {0x1BCA0, 0x1BCA3},
};

template <size_t kCount>
bool Contains(const Range (&ranges)[kCount], char32_t rune) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& r) { return r.first <= rune && rune <= r.last; });
}

utf8proc_category_t Category(char32_t rune) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(rune));
}

bool IsModifier(char32_t rune) {
  const auto category = Category(rune);
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

// Categories that are never part of a name: separators of lines, controls, formats, surrogates,
// private use, unassigned.
bool IsOutsideNames(char32_t rune) {
  const auto category = Category(rune);
  return category == UTF8PROC_CATEGORY_CN || category >= UTF8PROC_CATEGORY_ZL;
}

bool IsLabelByte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

std::string InvalidLabel(std::string_view label) {
  std::string message = "idna: invalid label ";
  AppendGoQuoted(label, &message);
  return message;
}

std::string DisallowedRune(char32_t rune) {
  return fmt::format("idna: disallowed rune U+{:04X}", static_cast<uint32_t>(rune));
}

std::optional<std::string> NfkcCasefold(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  if (size < 0) return std::nullopt;
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<size_t>(size));
  std::free(mapped);
  return out;
}

bool AppendMappedAscii(char c, std::string* out) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  out->push_back(c);
  return IsLabelByte(c) || c == '.';
}

// Appends what UTS #46 maps one character to; false when it is disallowed.
bool AppendMapped(char32_t rune, std::string_view bytes, std::string* out) {
  if (rune < 0x80) return AppendMappedAscii(bytes[0], out);
  switch (rune) {
    case 0xDF:  // the deviations, which stay as they are
    case 0x3C2:
    case kZeroWidthNonJoiner:
    case kZeroWidthJoiner:
      out->append(bytes);
      return true;
    case 0x3002:  // other full stops
    case 0xFF0E:
    case 0xFF61:
      out->push_back('.');
      return true;
    default:
      break;
  }
  if (Contains(kIgnoredFormats, rune)) return true;
  if (Contains(kDisallowed, rune) || IsOutsideNames(rune)) return false;
  const std::optional<std::string> mapped = NfkcCasefold(bytes);
  if (!mapped) return false;
  const bool passes = std::all_of(mapped->begin(), mapped->end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || IsLabelByte(c);
  });
  if (passes) *out += *mapped;
  return passes;
}

struct MappedName {
  std::string text;
  bool is_bidirectional = false;
};

// Go: validateAndMap.
tl::expected<MappedName, std::string> MapName(std::string_view name) {
  MappedName mapped;
  bool is_ascii = true;
  while (!name.empty()) {
    const DecodedRune rune = DecodeRune(name);
    if (rune.value >= 0x80) {
      is_ascii = false;
      mapped.is_bidirectional = mapped.is_bidirectional || IsRightToLeft(rune.value);
    }
    const bool passes =
        rune.valid && AppendMapped(rune.value, name.substr(0, rune.size), &mapped.text);
    if (!passes) return tl::unexpected(DisallowedRune(rune.value));
    name.remove_prefix(rune.size);
  }
  if (!is_ascii) mapped.text = NormalizeNfc(mapped.text);
  return mapped;
}

// Hyphens are counted in bytes, as in Go.
bool HasBadHyphens(std::string_view label) {
  if (label.size() > 4 && label[2] == '-' && label[3] == '-') return true;
  return label.front() == '-' || label.back() == '-';
}

// Whether each joiner follows a virama.
bool HasGoodJoiners(std::string_view label) {
  int previous_class = 0;
  while (!label.empty()) {
    const DecodedRune rune = DecodeRune(label);
    const bool is_joiner = rune.value == kZeroWidthJoiner || rune.value == kZeroWidthNonJoiner;
    if (is_joiner && previous_class != kViramaClass) return false;
    previous_class =
        utf8proc_get_property(static_cast<utf8proc_int32_t>(rune.value))->combining_class;
    label.remove_prefix(rune.size);
  }
  return true;
}

// Go: Profile.validateLabel.
bool IsValidLabel(std::string_view label) {
  if (label.empty()) return true;
  return !HasBadHyphens(label) && !IsModifier(DecodeRune(label).value) && HasGoodJoiners(label);
}

// Whether text out of Punycode is what mapping would leave alone, deviations included (Go:
// validateFromPunycode).
bool IsMappedForm(std::string_view text) {
  if (NormalizeNfc(text) != text) return false;
  std::string mapped;
  for (std::string_view rest = text; !rest.empty();) {
    const DecodedRune rune = DecodeRune(rest);
    if (!AppendMapped(rune.value, rest.substr(0, rune.size), &mapped)) return false;
    rest.remove_prefix(rune.size);
  }
  return mapped == text;
}

bool HasRightToLeft(std::string_view text) {
  while (!text.empty()) {
    const DecodedRune rune = DecodeRune(text);
    if (IsRightToLeft(rune.value)) return true;
    text.remove_prefix(rune.size);
  }
  return false;
}

// Decodes the labels that are in Punycode; false, and the label in `bad`, when one is malformed.
bool DecodeLabels(MappedName* name, std::string* bad) {
  std::string decoded;
  size_t position = 0;  // behind what was copied
  ForEachLabel(name->text, [&](std::string_view label) {
    if (label.substr(0, kPunycodePrefix.size()) != kPunycodePrefix) return true;
    const auto text = DecodePunycode(label.substr(kPunycodePrefix.size()));
    if (!text || !IsMappedForm(*text)) {
      *bad = label;
      return false;
    }
    const auto start = static_cast<size_t>(label.data() - name->text.data());
    decoded.append(name->text, position, start - position).append(*text);
    position = start + label.size();
    name->is_bidirectional = name->is_bidirectional || HasRightToLeft(*text);
    return true;
  });
  decoded.append(name->text, position);
  name->text = std::move(decoded);
  return bad->empty();
}

}  // namespace

Text LookupUnicode(std::string_view name) {
  auto mapped = MapName(name);
  if (!mapped) return tl::unexpected(std::move(mapped.error()));
  std::string bad;
  if (!DecodeLabels(&*mapped, &bad)) return tl::unexpected(InvalidLabel(bad));
  ForEachLabel(mapped->text, [&](std::string_view label) {
    const bool valid =
        IsValidLabel(label) && (!mapped->is_bidirectional || SatisfiesBidiRule(label));
    if (!valid) bad = label;
    return valid;
  });
  if (!bad.empty()) return tl::unexpected(InvalidLabel(bad));
  return std::move(mapped->text);
}

}  // namespace tfsck
