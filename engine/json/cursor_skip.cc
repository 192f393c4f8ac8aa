// The part of Cursor that takes whole values, which most bytes of a state go through.
#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "engine/json/cursor.h"
#include "engine/json/token.h"

namespace tfsck::json {
namespace {

// Tokens that SkipInsideWindow wants to see ahead: a member and what follows it.
constexpr ptrdiff_t kLookahead = 8;

}  // namespace

std::string_view Cursor::SkipValue() {
  const char* begin = at_;
  if (*at_ == '{' || *at_ == '[') {
    SkipContainer(false);
  } else {
    SkipScalar();
  }
  if (failed_) return {};
  return {begin, static_cast<size_t>(value_end_ - begin)};
}

namespace {

// Closing quote of the string whose text begins at `begin`, in an object that ends at `end` and was
// validated before.
const char* ClosingQuoteOf(const char* begin, const char* end) {
  for (const char* at = begin;; ++at) {
    at = static_cast<const char*>(std::memchr(at, '"', static_cast<size_t>(end - at)));
    const char* escape = at;
    while (escape > begin && escape[-1] == '\\') --escape;
    if ((at - escape) % 2 == 0) return at;
  }
}

// Raw text of the string that is the value of the key ending at `key_end`; null where it is none.
std::string_view StringBehindKey(const char* key_end, const char* end) {
  const char* at = key_end;
  while (*at != ':') ++at;
  do ++at;
  while (IsSpace(*at));
  if (*at != '"') return {};
  return {at + 1, static_cast<size_t>(ClosingQuoteOf(at + 1, end) - at - 1)};
}

}  // namespace

// The keys that the search for repeated ones needs are looked through before they are forgotten.
std::string_view Cursor::SkipObjectNoting(std::span<const std::string_view> names,
                                          std::span<std::string_view> texts) {
  const char* const begin = at_;
  if (*at_ != '{') return SkipValue();
  const size_t first_key = keys_.size();
  SkipContainer(true);
  if (failed_) return {};
  uint64_t sizes = 0;  // those of names
  for (const std::string_view name : names) sizes |= uint64_t{1} << name.size();
  for (size_t i = first_key; i < keys_.size(); ++i) {
    const KeyText& key = keys_[i];
    if (key.size >= 64 || (sizes >> key.size & 1) == 0) continue;
    for (size_t row = 0; row < names.size(); ++row) {
      if (names[row] != std::string_view(key.quote + 1, key.size)) continue;
      const std::string_view text = StringBehindKey(key.quote + key.size + 2, value_end_);
      if (text.data() != nullptr) texts[row] = text;
    }
  }
  FindRepeatedKeys(first_key);
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

// The steps here take any token anywhere; SkipInsideWindow takes what is common, quicker.
void Cursor::SkipContainer(bool keep_keys) {
  const size_t floor = levels_.size();
  OpenLevel(floor, keep_keys);
  while (levels_.size() > floor) {
    if (end_ - next_ > kLookahead) SkipInsideWindow(floor);
    if (levels_.size() == floor) break;
    if (*at_ == '{' || *at_ == '[') {
      OpenLevel(floor, false);
    } else {
      SkipScalar();
      AfterValue(floor);
    }
  }
  first_ = false;
}

// Stands on a bracket; ends on the container's first value, or behind the container and all that
// end with it where it is empty.
void Cursor::OpenLevel(size_t floor, bool keep_keys) {
  if (depth_ >= kMaxDepth) {
    Fail();
    levels_.clear();
    return;
  }
  const bool object = *at_ == '{';
  levels_.push_back({static_cast<uint32_t>(keys_.size()), object, keep_keys});
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
  CloseKeys(levels_.back());
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

// ---- inside a window ------------------------------------------------------------------------

namespace {

// What is known of a scalar from its first byte.
struct ScalarShape {
  uint64_t mask;   // which of the first eight bytes are fixed
  uint64_t bytes;  // and what they are
  uint32_t size;   // of a literal
  bool string;
};

constexpr ScalarShape LiteralShape(std::string_view word) {
  std::array<uint8_t, 8> mask{};
  std::array<uint8_t, 8> bytes{};
  for (size_t i = 0; i < word.size(); ++i) {
    mask[i] = 0xFF;
    bytes[i] = static_cast<uint8_t>(word[i]);
  }
  return {std::bit_cast<uint64_t>(mask), std::bit_cast<uint64_t>(bytes),
          static_cast<uint32_t>(word.size()), false};
}

constexpr std::array<ScalarShape, 256> kShapes = [] {
  constexpr ScalarShape kNeither = {0, 1, 0, false};  // matches nothing
  std::array<ScalarShape, 256> shapes{};
  for (ScalarShape& shape : shapes) shape = kNeither;
  shapes['"'] = {0, 0, 0, true};
  shapes['t'] = LiteralShape("true");
  shapes['f'] = LiteralShape("false");
  shapes['n'] = LiteralShape("null");
  return shapes;
}();

}  // namespace

// Whether the scalar at `value` is a plain string or a literal, in the layout that is common, and
// nothing but white space lies between it and `token`, the one behind it.  A comma follows right
// behind; a closing bracket too, or after a line break and an indentation that is the same as the
// last time at this depth.  A raw line break is never part of a string, so a quote before one is a
// closing quote.  Without branches on the kind of value, which nothing predicts.
inline bool Cursor::IsCommonScalar(const char* value, const char* token,
                                   const char* plain_until) const {
  const ScalarShape& shape = kShapes[static_cast<unsigned char>(*value)];
  uint64_t head = 0;
  std::memcpy(&head, value, 8);
  const bool literal = (head & shape.mask) == shape.bytes && IsBoundary(value[shape.size]);
  const ptrdiff_t gap = *token == ',' ? 1 : gaps_[depth_ % kGaps];
  const char* const close = token - std::min(gap, token - value);
  const bool string = (*close == '"') & (close != value) & (close < plain_until) &
                      ((gap == 1) | (close[1] == '\n'));
  return literal & (!shape.string | string);
}

// Whether the scalar at `value` is good, whatever it is.
bool Cursor::IsScalar(const char* value, const char* token) {
  if (*value == '"') {
    const char* close = token - 1;
    while (IsSpace(*close)) --close;
    if (*token != ',') gaps_[depth_ % kGaps] = token - close;
    bool plain = true;
    return *close == '"' && close != value && CheckText(value + 1, close, &plain);
  }
  const char* const end = IsDigit(*value) || *value == '-' ? NumberEnd(value) : LiteralEnd(value);
  return end != nullptr && IsBoundary(*end);
}

// Goes on from a value inside of a container to another one, or behind the container.  Leaves to
// the careful steps what it does not know: errors, odd keys, the end of the window.
void Cursor::SkipInsideWindow(size_t floor) {
  const uint32_t* const last = end_ - kLookahead;
  const char* const base = base_;
  const char* plain_until = PlainUntil();
  const uint32_t* next = next_;  // the token behind `at`
  const char* at = at_;          // a value
  const auto save = [&] {
    at_ = at;
    next_ = next;
  };
  bool object = levels_.back().object;
  while (next < last) {
    if (*at == '{' || *at == '[') {
      if (depth_ >= kMaxDepth) break;
      const bool inner = *at == '{';
      at = base + *next++;
      if (*at != (inner ? '}' : ']')) {
        levels_.push_back({static_cast<uint32_t>(keys_.size()), inner});
        ++depth_;
        object = inner;
        if (!object) continue;
        goto key;
      }
      at = base + *next++;
    } else {
      const char* const token = base + *next;
      if (!IsCommonScalar(at, token, plain_until)) {
        if (!IsScalar(at, token)) break;
        plain_until = PlainUntil();
      }
      at = token;
      ++next;
    }
    while (*at != ',') {
      if (*at != (object ? '}' : ']') || next >= last) {
        save();
        return AfterValue(floor);
      }
      CloseKeys(levels_.back());
      levels_.pop_back();
      --depth_;
      value_end_ = at + 1;
      at = base + *next++;
      if (levels_.size() == floor) return save();
      object = levels_.back().object;
    }
    at = base + *next++;
    if (!object) continue;
  key:
    const char* const colon = base + *next;
    if (*at != '"' || *colon != ':' || colon[-1] != '"' || colon >= plain_until ||
        colon - 1 == at) {
      save();
      return SkipKey();
    }
    keys_.push_back({at, static_cast<uint32_t>(colon - at - 2), true});
    at = base + next[1];
    next += 2;
  }
  if (failed_) return levels_.clear();
  save();
}

// ---- repeated keys ------------------------------------------------------------------------

namespace {

// Up to this many keys are compared pair by pair, more are sorted.
constexpr size_t kFewKeys = 48;

// Equal texts give equal values; that is all the search for repeated keys needs.
uint32_t QuickHash(std::string_view text) {
  uint64_t head = 0;
  uint64_t tail = 0;
  if (text.size() >= 8) {
    std::memcpy(&head, text.data(), 8);
    std::memcpy(&tail, text.data() + text.size() - 8, 8);
  } else {
    std::memcpy(&head, text.data(), text.size());
  }
  const uint64_t mixed =
      (head ^ (tail << 29 | tail >> 35) ^ text.size() * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
  return static_cast<uint32_t>(mixed >> 32);
}

uint64_t LoadBigEndian(const char* at) {
  uint64_t word = 0;
  std::memcpy(&word, at, 8);
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

// Whether the literal at `a` (size without quotes) stands before the one at `b` in the order of
// their bytes, closing quotes included; never true of equal ones.
bool StandsBefore(const char* a, size_t a_size, const char* b, size_t b_size) {
  const size_t shorter = std::min(a_size, b_size);  // where the first closing quote is
  for (size_t at = 0; at <= shorter; at += 8) {
    const uint64_t x = LoadBigEndian(a + at);
    const uint64_t y = LoadBigEndian(b + at);
    if (x == y) continue;
    return x < y && at + static_cast<size_t>(std::countl_zero(x ^ y)) / 8 <= shorter;
  }
  return false;
}

}  // namespace

void Cursor::PushKey(const char* quote, const RawString& key) {
  if (failed_) return;
  keys_.push_back({quote, static_cast<uint32_t>(key.text.size()), key.plain});
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
  if (!KeysAscend(first)) {
    std::string scratch;
    key_hashes_.clear();
    for (size_t i = first; i < keys_.size(); ++i) {
      key_hashes_.push_back(QuickHash(KeyValue(i, &scratch)));
    }
    if (keys_.size() - first > kFewKeys) {
      CompareKeysSorted(first);
    } else {
      CompareKeysPairwise(first);
    }
  }
  keys_.resize(first);
}

// Terraform writes attributes and maps sorted by key, and what ascends does not repeat.
bool Cursor::KeysAscend(size_t first) const {
  if (keys_.size() - first < 2) return true;
  for (size_t i = first + 1; i < keys_.size(); ++i) {
    const KeyText& a = keys_[i - 1];
    const KeyText& b = keys_[i];
    if (!a.plain || !b.plain || !StandsBefore(a.quote + 1, a.size, b.quote + 1, b.size)) {
      return false;
    }
  }
  return true;
}

void Cursor::CompareKeysPairwise(size_t first) {
  const size_t count = keys_.size() - first;
  std::string a;
  std::string b;
  for (size_t i = 1; i < count; ++i) {
    uint32_t equal = 0;
    for (size_t j = 0; j < i; ++j) {
      equal |= static_cast<uint32_t>(key_hashes_[j] == key_hashes_[i]);
    }
    if (equal == 0) continue;
    for (size_t j = 0; j < i; ++j) {
      if (KeyValue(first + j, &a) != KeyValue(first + i, &b)) continue;
      Record(TextAnomaly::Kind::kRepeatedKey, keys_[first + i].quote);
      break;
    }
  }
}

// Sorting bounds the time on hostile keys too: their hashes may all be equal.
void Cursor::CompareKeysSorted(size_t first) {
  std::vector<uint32_t> order(keys_.size() - first);
  std::iota(order.begin(), order.end(), 0);
  std::string a;
  std::string b;
  std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    if (key_hashes_[x] != key_hashes_[y]) return key_hashes_[x] < key_hashes_[y];
    const int compared = KeyValue(first + x, &a).compare(KeyValue(first + y, &b));
    return compared != 0 ? compared < 0 : x < y;
  });
  std::vector<uint32_t> repeated;
  for (size_t i = 1; i < order.size(); ++i) {
    if (key_hashes_[order[i]] == key_hashes_[order[i - 1]] &&
        KeyValue(first + order[i], &a) == KeyValue(first + order[i - 1], &b)) {
      repeated.push_back(order[i]);
    }
  }
  std::sort(repeated.begin(), repeated.end());
  for (const uint32_t index : repeated) {
    Record(TextAnomaly::Kind::kRepeatedKey, keys_[first + index].quote);
  }
}

}  // namespace tfsck::json
