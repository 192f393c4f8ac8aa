#include "engine/json/cursor.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/base/hash.h"

namespace tfsck::json {
namespace {

// A window and its index fit together in a second-level cache.
constexpr size_t kWindow = 128 * 1024;
// Up to this many keys are compared pair by pair, more are sorted.
constexpr size_t kFewKeys = 48;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool IsDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool IsHex(char c) { return IsDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

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

// Bytes that may follow a number or a literal.
constexpr std::array<bool, 256> MakeBoundaryTable() {
  std::array<bool, 256> table{};
  for (const char c : {' ', '\n', '\r', '\t', ',', ':', ']', '}', '[', '{', '"'}) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> kBoundary = MakeBoundaryTable();

// One behind the last byte of the number at `at`, or null where the grammar is broken.
const char* NumberEnd(const char* at) {
  if (*at == '-') ++at;
  if (*at == '0') {
    ++at;
  } else {
    if (!IsDigit(*at)) return nullptr;
    while (IsDigit(*at)) ++at;
  }
  if (*at == '.') {
    if (!IsDigit(*++at)) return nullptr;
    while (IsDigit(*at)) ++at;
  }
  if ((*at | 0x20) == 'e') {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!IsDigit(*at)) return nullptr;
    while (IsDigit(*at)) ++at;
  }
  return at;
}

const char* LiteralEnd(const char* at) {
  if (std::memcmp(at, "true", 4) == 0 || std::memcmp(at, "null", 4) == 0) return at + 4;
  return std::memcmp(at, "false", 5) == 0 ? at + 5 : nullptr;
}

// Equal texts give equal values; that is all the search for repeated keys needs.
uint32_t QuickHash(std::string_view text) {
  uint64_t head = 0;
  uint64_t tail = 0;
  if (text.size() >= 8) {
    std::memcpy(&head, text.data(), 8);
    std::memcpy(&tail, text.data() + text.size() - 8, 8);
  } else if (!text.empty()) {
    std::memcpy(&head, text.data(), 8);  // the document's padding makes this readable
    head &= (uint64_t{1} << (8 * text.size())) - 1;
  }
  const uint64_t mixed =
      (head ^ (tail << 29 | tail >> 35) ^ text.size() * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
  return static_cast<uint32_t>(mixed >> 32);
}

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
  const std::string_view half = document_.substr(begin + wanted / 2, wanted / 2);
  if (const size_t at = half.rfind('\n'); at != half.npos) return begin + wanted / 2 + at + 1;
  if (const size_t at = half.rfind("\",\""); at != half.npos) return begin + wanted / 2 + at + 2;
  const size_t at = document_.find_first_of(",\n", begin + wanted);
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
  if (window.status != StructuralIndexer::Status::kOk) {
    too_long_ = window.status == StructuralIndexer::Status::kTooLarge;
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

void Cursor::AdvanceToNextWindow() {
  while (next_ == end_) {
    const auto begin = static_cast<size_t>(window_end_ - document_.data());
    if (begin >= document_.size()) {
      at_ = kEndMark;
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

// Checks a string that has escapes, or that lies in a window with ill-formed UTF-8.
bool Cursor::CheckOddText(const char* begin, const char* end, bool* plain) {
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

bool Cursor::CheckEscapes(const char* begin, const char* end) {
  bool unicode = false;
  const char* at = next_backslash_;
  while (at < end) {
    const char c = at[1];
    if (c == 'u') {
      unicode = true;
      if (!IsHex(at[2]) || !IsHex(at[3]) || !IsHex(at[4]) || !IsHex(at[5])) return false;
      at += 6;
    } else if (c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' ||
               c == 't') {
      at += 2;
    } else {
      return false;
    }
    if (at > end) return false;
    const void* found = std::memchr(at, '\\', static_cast<size_t>(window_end_ - at));
    at = found == nullptr ? window_end_ : static_cast<const char*>(found);
  }
  next_backslash_ = at;
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
  if (next_backslash_ < begin) {
    const void* found = std::memchr(begin, '\\', static_cast<size_t>(window_end_ - begin));
    next_backslash_ = found == nullptr ? window_end_ : static_cast<const char*>(found);
  }
  if (next_backslash_ < close || ill_formed_window_) {
    if (!CheckOddText(begin, close, &out.plain)) return out;
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
  if (end == nullptr ||
      (end != document_end && !kBoundary[static_cast<unsigned char>(*end)])) {
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
  if (end == nullptr || end > document_end ||
      (end != document_end && !kBoundary[static_cast<unsigned char>(*end)])) {
    Fail();
    return;
  }
  value_end_ = end;
  Advance();
}

void Cursor::Record(TextAnomaly::Kind kind, const char* at) {
  ++anomaly_count_;
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

// ---- skipping -----------------------------------------------------------------------------

std::string_view Cursor::SkipValue() {
  const char* begin = at_;
  if (*at_ == '{' || *at_ == '[') {
    SkipContainer();
  } else {
    SkipScalar();
  }
  if (failed_) return {};
  return {begin, static_cast<size_t>(value_end_ - begin)};
}

void Cursor::SkipScalar() {
  switch (KindOf(*at_)) {
    case Kind::kString:
      TakeString();
      return;
    case Kind::kNumber:
      TakeNumber();
      return;
    case Kind::kTrue:
    case Kind::kFalse:
    case Kind::kNull:
      TakeLiteral();
      return;
    default:
      Fail();
  }
}

void Cursor::SkipContainer() {
  const size_t floor = levels_.size();
  OpenLevel(floor);
  while (levels_.size() > floor) {
    if (*at_ == '{' || *at_ == '[') {
      OpenLevel(floor);
    } else {
      SkipScalar();
      AfterValue(floor);
    }
  }
  first_ = false;
}

// Stands on a bracket; ends on the container's first value, or behind the container and all that
// end with it where it is empty.
void Cursor::OpenLevel(size_t floor) {
  if (depth_ >= kMaxDepth) {
    Fail();
    levels_.clear();
    return;
  }
  const bool object = *at_ == '{';
  levels_.push_back({static_cast<uint32_t>(keys_.size()), object});
  ++depth_;
  Advance();
  if (*at_ == (object ? '}' : ']')) {
    CloseLevel();
    AfterValue(floor);
    return;
  }
  if (object) SkipKey();
}

void Cursor::CloseLevel() {
  const Level level = levels_.back();
  if (level.object) FindRepeatedKeys(level.first_key);
  levels_.pop_back();
  EndContainer();
}

// Behind a value: ends what ends here and stands on the next value, if there is one.
void Cursor::AfterValue(size_t floor) {
  while (levels_.size() > floor) {
    const bool object = levels_.back().object;
    if (*at_ == ',') {
      Advance();
      if (object) SkipKey();
      return;
    }
    if (*at_ != (object ? '}' : ']')) {
      Fail();
      levels_.clear();
      return;
    }
    CloseLevel();
  }
}

void Cursor::SkipKey() {
  const char* quote = at_;
  const RawString key = TakeString();
  PushKey(quote, key);
  Expect(':');
}

// ---- repeated keys ------------------------------------------------------------------------

void Cursor::PushKey(const char* quote, const RawString& key) {
  if (failed_) return;
  keys_.push_back({quote, static_cast<uint32_t>(key.text.size()), key.plain});
  if (key.plain) {
    key_hashes_.push_back(QuickHash(key.text));
  } else {
    std::string value = Decode(key);
    const size_t size = value.size();
    value.append(8, '\0');
    key_hashes_.push_back(QuickHash(std::string_view(value.data(), size)));
  }
}

std::string_view Cursor::KeyValue(size_t index, std::string* scratch) const {
  const KeyText& key = keys_[index];
  const std::string_view text(key.quote + 1, key.size);
  if (key.plain) return text;
  scratch->clear();
  AppendDecoded(text, scratch);
  return *scratch;
}

// Forgets the keys from `first` on, recording those that equal an earlier one of them.
void Cursor::FindRepeatedKeys(size_t first) {
  const size_t count = keys_.size() - first;
  if (count > kFewKeys) {
    FindRepeatedAmongMany(first);
  } else {
    const uint32_t* const hashes = key_hashes_.data() + first;
    std::string a;
    std::string b;
    for (size_t i = 1; i < count; ++i) {
      uint32_t equal = 0;
      for (size_t j = 0; j < i; ++j) equal |= static_cast<uint32_t>(hashes[j] == hashes[i]);
      if (equal == 0) continue;
      for (size_t j = 0; j < i; ++j) {
        if (KeyValue(first + j, &a) != KeyValue(first + i, &b)) continue;
        Record(TextAnomaly::Kind::kRepeatedKey, keys_[first + i].quote);
        break;
      }
    }
  }
  keys_.resize(first);
  key_hashes_.resize(first);
}

// Sorting bounds the time on hostile keys too: their hashes may all be equal.
void Cursor::FindRepeatedAmongMany(size_t first) {
  std::vector<uint32_t> order(keys_.size() - first);
  std::iota(order.begin(), order.end(), static_cast<uint32_t>(first));
  std::string a;
  std::string b;
  std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    if (key_hashes_[x] != key_hashes_[y]) return key_hashes_[x] < key_hashes_[y];
    const int compared = KeyValue(x, &a).compare(KeyValue(y, &b));
    return compared != 0 ? compared < 0 : x < y;
  });
  std::vector<uint32_t> repeated;
  for (size_t i = 1; i < order.size(); ++i) {
    if (key_hashes_[order[i]] == key_hashes_[order[i - 1]] &&
        KeyValue(order[i], &a) == KeyValue(order[i - 1], &b)) {
      repeated.push_back(order[i]);
    }
  }
  std::sort(repeated.begin(), repeated.end());
  for (const uint32_t index : repeated) Record(TextAnomaly::Kind::kRepeatedKey, keys_[index].quote);
}

}  // namespace tfsck::json
