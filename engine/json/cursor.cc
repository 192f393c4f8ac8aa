#include "engine/json/cursor.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>

#include "engine/json/token.h"

namespace tfsck::json {
namespace {

// A window and its index fit together in a second-level cache.
constexpr size_t kWindow = 128 * 1024;
// How far behind it a line break is looked for: documents of one line are common too.
constexpr size_t kLongLine = 16 * 1024;

constexpr std::array<Kind, 256> MakeKindTable() {
  std::array<Kind, 256> table{};
  for (auto& kind : table) kind = Kind::kEnd;
  table['{'] = Kind::kObject;
  table['['] = Kind::kArray;
  table['"'] = Kind::kString;
  table['-'] = Kind::kNumber;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = Kind::kNumber;
  table['t'] = Kind::kTrue;
  table['f'] = Kind::kFalse;
  table['n'] = Kind::kNull;
  return table;
}
constexpr std::array<Kind, 256> kKinds = MakeKindTable();

constexpr size_t kBlock = 64;

// Bit i is set where at[i] is a backslash.  Reads 64 bytes: the document's padding allows it.
inline uint64_t BackslashBits(const char* at) {
  uint64_t bits = 0;
#ifdef __SSE2__
  const __m128i backslash = _mm_set1_epi8('\\');
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i);
    const auto mask = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, backslash)));
    bits |= static_cast<uint64_t>(mask) << 16 * i;
  }
#else
  for (size_t i = 0; i < kBlock; ++i) bits |= static_cast<uint64_t>(at[i] == '\\') << i;
#endif
  return bits;
}

// First backslash of [at, end), or end.  Strings with escapes often follow each other closely, so
// one block is searched before memchr is worth its call.
const char* FindBackslash(const char* at, const char* end) {
  if (at >= end) return end;
  if (const uint64_t bits = BackslashBits(at); bits != 0) {
    return std::min(at + std::countr_zero(bits), end);
  }
  if (end - at <= static_cast<ptrdiff_t>(kBlock)) return end;
  at += kBlock;
  const void* found = std::memchr(at, '\\', static_cast<size_t>(end - at));
  return found == nullptr ? end : static_cast<const char*>(found);
}

// Whether `c` may follow a backslash; 2 for the u of a \u escape.
constexpr std::array<uint8_t, 256> kEscapes = [] {
  std::array<uint8_t, 256> table{};
  for (const char c : {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'}) {
    table[static_cast<unsigned char>(c)] = 1;
  }
  table['u'] = 2;
  return table;
}();

}  // namespace

const char Cursor::kEndMark[kPadding] = {};

std::string_view KindName(Kind kind) {
  constexpr std::array<std::string_view, 8> kNames = {"object", "array", "string", "number",
                                                      "bool",   "bool",  "null",   "nothing"};
  return kNames[static_cast<size_t>(kind)];
}

Kind Cursor::KindOf(char first_byte) { return kKinds[static_cast<unsigned char>(first_byte)]; }

Cursor::Cursor(std::string_view document, uint64_t base_offset)
    : document_(document), base_offset_(base_offset) {
  base_ = window_end_ = next_backslash_ = value_end_ = document_.data();
  Advance();
}

SyntaxError Cursor::error() const {
  if (too_long_) {
    return {SyntaxError::Kind::kTooLong, base_offset_, 0, "a string literal is over 4 GB long"};
  }
  auto found = FindSyntaxError(document_);
  if (!found) return {SyntaxError::Kind::kUnexpectedByte, base_offset_, 0, "syntax error"};
  found->offset += base_offset_;
  return *found;
}

bool Cursor::Fail() {
  failed_ = true;
  at_ = kEndMark;
  next_ = end_;
  window_end_ = document_.data() + document_.size();
  return false;
}

// ---- windows ------------------------------------------------------------------------------

// Where to end a window that begins at `begin`: right behind a line break, else behind a comma that
// looks as if it stood between two members.  A guess that falls into a string costs one repetition.
size_t Cursor::WindowEnd(size_t begin, size_t wanted) const {
  if (document_.size() - begin <= wanted + wanted / 4) return document_.size();
  const size_t from = begin + wanted;
  const std::string_view line = document_.substr(from, kLongLine);
  if (const size_t at = line.find('\n'); at != line.npos) return from + at + 1;
  if (const size_t at = line.find("\",\""); at != line.npos) return from + at + 2;
  const size_t at = document_.find_first_of(",\n", from);
  return at == document_.npos ? document_.size() : at + 1;
}

bool Cursor::LoadWindow(size_t begin) {
  const char* const data = document_.data();
  size_t end = WindowEnd(begin, kWindow);
  StructuralIndexer::Window window = indexer_->Index(data + begin, end - begin);
  while (window.status == StructuralIndexer::Status::kUnclosedString && end < document_.size()) {
    // The byte before `end` is a comma or a line break, so no escape is open here.
    size_t quote = document_.find_first_of("\"\\", end);
    while (quote != document_.npos && document_[quote] == '\\') {
      quote = document_.find_first_of("\"\\", quote + 2);
    }
    end = quote == document_.npos ? document_.size() : quote + 1;
    window = indexer_->Index(data + begin, end - begin);
  }
  too_long_ = window.status == StructuralIndexer::Status::kTooLarge;
  if (too_long_) return Fail();
  if (window.status != StructuralIndexer::Status::kOk && !IndexSoundPart(begin, &end, &window)) {
    return Fail();
  }
  base_ = data + begin;
  window_end_ = data + end;
  next_ = window.begin;
  end_ = window.begin + window.count;
  ill_formed_window_ = window.ill_formed_utf8;
  next_backslash_ = base_;
  return true;
}

// A window that breaks inside a string is read up to a line break or comma before the damage, so
// that what stands there is not lost; reading fails behind it.
bool Cursor::IndexSoundPart(size_t begin, size_t* end, StructuralIndexer::Window* window) {
  constexpr int kTries = 64;  // commas may stand inside the broken string
  damaged_ = true;
  const auto error = FindSyntaxError(document_);
  size_t cut = error ? std::min<size_t>(error->offset, *end) : *end;
  for (int i = 0; i < kTries && cut > begin; ++i) {
    const size_t at = document_.find_last_of(",\n", cut - 1);
    if (at == document_.npos || at < begin) return false;
    *window = indexer_->Index(document_.data() + begin, at + 1 - begin);
    *end = at + 1;
    if (window->status == StructuralIndexer::Status::kOk) return true;
    cut = at;
  }
  return false;
}

void Cursor::AdvanceToNextWindow() {
  while (next_ == end_) {
    const auto begin = static_cast<size_t>(window_end_ - document_.data());
    if (begin >= document_.size()) {
      at_ = kEndMark;
      return;
    }
    if (damaged_) {
      Fail();
      return;
    }
    if (!LoadWindow(begin)) return;
  }
  at_ = base_ + *next_++;
}

// ---- scalars ------------------------------------------------------------------------------

// Between a string's opening quote and the next token there is its text, its closing quote and
// white space, so the closing quote is found from behind.
const char* Cursor::ClosingQuote() const {
  const char* close = base_ + *next_ - 1;
  while (IsSpace(*close)) --close;
  return *close == '"' && close > at_ ? close : nullptr;
}

// Checks a string that may have escapes, or that lies in a window with ill-formed UTF-8.
bool Cursor::CheckText(const char* begin, const char* end, bool* plain) {
  if (next_backslash_ < begin) next_backslash_ = FindBackslash(begin, window_end_);
  if (next_backslash_ < end) {
    *plain = false;
    if (!CheckEscapes(begin, end)) return Fail();
  }
  if (ill_formed_window_) {
    const std::string_view text(begin, static_cast<size_t>(end - begin));
    if (const size_t at = FindIllFormedUtf8(text); at != text.npos) {
      *plain = false;
      Record(TextAnomaly::Kind::kIllFormedUtf8, begin + at);
    }
  }
  return true;
}

// Checks the escapes of [begin, end), the first of which is at next_backslash_.
bool Cursor::CheckEscapes(const char* begin, const char* end) {
  bool unicode = false;
  const char* behind = next_backslash_;  // one behind the escape checked last
  const char* block = next_backslash_;
  for (; block < end; block += kBlock) {
    uint64_t bits = BackslashBits(block);
    if (behind > block) bits &= ~uint64_t{0} << (behind - block);  // an escaped backslash
    while (bits != 0) {
      const char* const at = block + std::countr_zero(bits);
      if (at >= end) break;
      const uint8_t escape = kEscapes[static_cast<unsigned char>(at[1])];
      if (escape == 0) return false;
      if (escape == 2) {
        unicode = true;
        if (!IsHex(at[2]) || !IsHex(at[3]) || !IsHex(at[4]) || !IsHex(at[5])) return false;
      }
      behind = at + 2;
      bits &= bits - 1;
      if (at[1] == '\\') bits &= bits - 1;
    }
  }
  next_backslash_ = FindBackslash(end, window_end_);
  if (unicode) {
    const std::string_view text(begin, static_cast<size_t>(end - begin));
    if (const size_t lone = FindLoneSurrogate(text); lone != text.npos) {
      Record(TextAnomaly::Kind::kLoneSurrogate, begin + lone);
    }
  }
  return true;
}

RawString Cursor::TakeString() {
  RawString out;
  const char* close = *at_ == '"' ? ClosingQuote() : nullptr;
  if (close == nullptr) {
    Fail();
    return out;
  }
  const char* begin = at_ + 1;
  if (next_backslash_ < close || ill_formed_window_) {
    if (!CheckText(begin, close, &out.plain)) return out;
  }
  out.text = {begin, static_cast<size_t>(close - begin)};
  value_end_ = close + 1;
  Advance();
  return out;
}

std::string_view Cursor::TakeNumber() {
  const char* begin = at_;
  const char* end = NumberEnd(at_);
  const char* document_end = document_.data() + document_.size();
  if (end == nullptr || (end != document_end && !IsBoundary(*end))) {
    Fail();
    return {};
  }
  value_end_ = end;
  Advance();
  return {begin, static_cast<size_t>(end - begin)};
}

void Cursor::TakeLiteral() {
  const char* end = LiteralEnd(at_);
  const char* document_end = document_.data() + document_.size();
  if (end == nullptr || end > document_end || (end != document_end && !IsBoundary(*end))) {
    Fail();
    return;
  }
  value_end_ = end;
  Advance();
}

void Cursor::Record(TextAnomaly::Kind kind, const char* at) {
  if (anomalies_.size() >= kMaxAnomalies) return;
  anomalies_.push_back({kind, base_offset_ + static_cast<uint64_t>(at - document_.data())});
}

// ---- containers ---------------------------------------------------------------------------

void Cursor::Enter(char bracket) {
  if (*at_ != bracket || depth_ >= kMaxDepth) {
    Fail();
    return;
  }
  ++depth_;
  Advance();
  first_ = true;
}

bool Cursor::EndContainer() {
  value_end_ = at_ + 1;
  --depth_;
  Advance();
  return false;
}

bool Cursor::NextKey(RawString* key) {
  const bool first = first_;
  first_ = false;
  if (*at_ == '}') return EndContainer();
  if (!first && !Expect(',')) return false;
  if (*at_ != '"') return Fail();
  key_at_ = at_;
  *key = TakeString();
  return Expect(':');
}

bool Cursor::NextElement() {
  const bool first = first_;
  first_ = false;
  if (*at_ == ']') return EndContainer();
  return first ? !failed_ : Expect(',');
}

bool Cursor::Finish() {
  if (!failed_ && at_ != kEndMark) Fail();
  return !failed_;
}

}  // namespace tfsck::json
