#include "engine/recognise.h"

#include <algorithm>
#include <string>

#include "engine/json/text.h"

namespace tfsck {
namespace {

constexpr std::string_view kBlank = {" \t\r\n\0", 5};
constexpr std::string_view kConflict = "\n<<<<<<< ";
// Two versions of a state differ in their serial, so the first conflict is in the first lines.
constexpr size_t kConflictHead = 4096;
// Enough of a UTF-16 document to know it by.
constexpr size_t kUtf16Head = size_t{64} << 10;

std::string_view WithoutBlanks(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlank);
  return first == text.npos ? std::string_view() : text.substr(first);
}

enum class Utf16 : uint8_t { kNo, kLittleEndian, kBigEndian };

// By its mark, or by a first character that no other encoding writes so.
Utf16 FindUtf16(std::string_view bytes) {
  const std::string_view two = bytes.substr(0, 2);
  if (two == "\xFF\xFE" || two == std::string_view("{\0", 2)) return Utf16::kLittleEndian;
  if (two == "\xFE\xFF" || two == std::string_view("\0{", 2)) return Utf16::kBigEndian;
  return Utf16::kNo;
}

// The head of a UTF-16 text as UTF-8.  Surrogate pairs do not matter for recognising.
std::string Utf16Head(std::string_view bytes, Utf16 order) {
  std::string out;
  const size_t end = std::min(bytes.size(), kUtf16Head) & ~size_t{1};
  for (size_t i = 0; i < end; i += 2) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    const uint32_t unit = order == Utf16::kLittleEndian ? a | b << 8 : b | a << 8;
    if (unit != 0xFEFF) json::AppendUtf8(unit, &out);
  }
  return out;
}

bool MayBeginJson(char c) {
  return std::string_view("{[\"-0123456789tfn").find(c) != std::string_view::npos;
}

DocumentKind RecogniseUtf8(std::string_view text) {
  text = WithoutBlanks(text);
  if (text.empty()) return DocumentKind::kEmpty;
  const size_t conflict = FindConflictMarker(text.substr(0, kConflictHead));
  if (conflict != text.npos) return DocumentKind::kMergeConflict;
  if (MayBeginJson(text.front())) {
    const DocumentKind kind = RecogniseJson(text);
    if (kind != DocumentKind::kOther) return kind;
  }
  return RecogniseText(text);
}

}  // namespace

size_t FindConflictMarker(std::string_view bytes) {
  if (bytes.starts_with(kConflict.substr(1))) return 0;
  const size_t at = bytes.find(kConflict);
  return at == bytes.npos ? at : at + 1;
}

DocumentKind Recognise(std::string_view bytes) {
  if (const auto kind = RecogniseSignature(bytes)) return *kind;
  if (const Utf16 order = FindUtf16(bytes); order != Utf16::kNo) {
    const Buffer head = Buffer::Copy(Utf16Head(bytes, order));
    return RecogniseUtf8(head.bytes);
  }
  constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
  const size_t first = bytes.find_first_not_of(kBlank);
  // NULs before something are damage that no reader looks past.
  if (first != bytes.npos && bytes.substr(0, first).find('\0') != bytes.npos) {
    return DocumentKind::kOther;
  }
  return RecogniseUtf8(bytes);
}

}  // namespace tfsck
