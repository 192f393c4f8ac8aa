// Cursor: a forward-only reader of one JSON document that means what Go's encoding/json means.
//
// It walks simdjson's structural index, window by window, so that no index of the whole document
// is ever in memory and documents of any size can be read.  Every byte is validated, also of what
// is skipped.  Numbers stay text.  Repeated keys are given one after the other: merging them is the
// caller's business (encoding/json decode.go), finding them inside skipped values is the cursor's.
//
// Usage: every value is taken exactly once, by EnterObject/EnterArray, Take* or Skip*.
//     cursor.EnterObject();
//     RawString key;
//     while (cursor.NextKey(&key)) { ... take or skip the value ... }
//     if (!cursor.Finish()) ... cursor.error() ...
// After a syntax error every call does nothing and every loop ends; failed() says so.
//
// Views point into the document, which must outlive them and have 64 readable bytes behind it.
// Not thread-safe.  Cost: about 0.3 ns per byte; memory: one window's index, one entry per level.
#ifndef TFSCK_ENGINE_JSON_CURSOR_H_
#define TFSCK_ENGINE_JSON_CURSOR_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/go_scanner.h"
#include "engine/json/structural_index.h"
#include "engine/json/text.h"

namespace tfsck::json {

// Readable bytes that every buffer has behind its last byte.
inline constexpr size_t kPadding = 64;

enum class Kind : uint8_t { kObject, kArray, kString, kNumber, kTrue, kFalse, kNull, kEnd };

// The word Go uses for a kind in "has invalid value ...".
std::string_view KindName(Kind kind);

// Something odd but legal, found in a skipped value or a string.
struct TextAnomaly {
  enum class Kind : uint8_t {
    kRepeatedKey,    // exactly the same key, after unescaping, twice in one object
    kIllFormedUtf8,  // bytes that are not UTF-8
    kLoneSurrogate,  // \uD800..\uDFFF without its partner
  };
  Kind kind;
  uint64_t offset;  // of the key's opening quote; of the first bad byte; of the escape's backslash
};

class Cursor {
 public:
  // `base_offset` is added to every offset, for a cursor over a part of a document.
  explicit Cursor(std::string_view document, uint64_t base_offset = 0);

  bool failed() const { return failed_; }
  uint64_t base_offset() const { return base_offset_; }
  // REQUIRES failed().  Looks the error up with the slow scanner, from the document's beginning.
  SyntaxError error() const;

  Kind Peek() const { return KindOf(*at_); }
  // Offset of the first byte of the token the cursor stands on.
  uint64_t offset() const {
    return base_offset_ +
           (at_ == kEndMark ? document_.size() : static_cast<uint64_t>(at_ - document_.data()));
  }

  void EnterObject() { Enter('{'); }
  void EnterArray() { Enter('['); }
  // Moves to the next member and takes its key; false behind the object's end.
  bool NextKey(RawString* key);
  // Moves to the next element; false behind the array's end.
  bool NextElement();
  // Offset of the opening quote of the key that NextKey gave last.
  uint64_t key_offset() const {
    return base_offset_ + static_cast<uint64_t>(key_at_ - document_.data());
  }

  RawString TakeString();
  std::string_view TakeNumber();
  void TakeLiteral();  // true, false or null
  // Offset behind the last byte of the value taken last.
  uint64_t taken_end() const {
    return base_offset_ + static_cast<uint64_t>(value_end_ - document_.data());
  }

  // Takes any value, validated to its last byte, and gives its text.  Repeated keys at any level of
  // it are recorded as anomalies.
  std::string_view SkipValue();

  // As SkipValue for an object, and calls on_member(key) before each value of the top level;
  // on_member may take the value itself (returns true) or leave it (returns false).
  template <typename OnMember>
  std::string_view SkipObject(OnMember&& on_member);

  // As SkipValue for an object.  Where a member of its top level has one of `names` (as written
  // between the quotes, below 64 bytes) for a key and a string for a value, the string's raw text
  // goes to the same place of `texts`; of several the last one's.  Other texts are left alone.
  std::string_view SkipObjectNoting(std::span<const std::string_view> names,
                                    std::span<std::string_view> texts);

  // True when the document was one whole value and nothing but white space follows.
  bool Finish();

  // In order of discovery; of more than kMaxAnomalies the first, so hostile input costs 16 MB.
  static constexpr size_t kMaxAnomalies = 1'000'000;
  const std::vector<TextAnomaly>& anomalies() const { return anomalies_; }

 private:
  struct KeyText {
    const char* quote;  // the opening one
    uint32_t size;      // of the text between the quotes
    bool plain;
  };

  static constexpr size_t kGaps = 64;
  static const char kEndMark[kPadding];  // NULs: no token begins with one

  static Kind KindOf(char first_byte);
  void Enter(char bracket);
  void Advance() {
    if (next_ != end_) {
      at_ = base_ + *next_++;
    } else {
      AdvanceToNextWindow();
    }
  }
  void AdvanceToNextWindow();
  bool LoadWindow(size_t begin);
  bool IndexSoundPart(size_t begin, size_t* end, StructuralIndexer::Window* window);
  size_t WindowEnd(size_t begin, size_t wanted) const;
  bool Fail();
  bool Expect(char c) {
    if (*at_ != c) return Fail();
    Advance();
    return true;
  }
  // Closing quote of the string whose opening quote is at at_, or null where there is none.
  const char* ClosingQuote() const;
  bool EndContainer();
  bool CheckText(const char* begin, const char* end, bool* plain);
  bool CheckEscapes(const char* begin, const char* end);
  void Record(TextAnomaly::Kind kind, const char* at);
  void SkipScalar();
  struct Level {
    uint32_t first_key;
    bool object;
    bool keep_keys = false;  // behind its end too, for somebody who looks at them
  };
  void SkipContainer(bool keep_keys);
  void OpenLevel(size_t floor, bool keep_keys);
  void CloseLevel();
  void CloseKeys(const Level& level) {
    if (level.object && !level.keep_keys) FindRepeatedKeys(level.first_key);
  }
  void AfterValue(size_t floor);
  void SkipKey();
  void SkipInsideWindow(size_t floor);
  bool IsCommonScalar(const char* value, const char* token, const char* plain_until) const;
  bool IsScalar(const char* value, const char* token);
  // Strings that end before this have no escapes and are well-formed.
  const char* PlainUntil() const { return ill_formed_window_ ? base_ : next_backslash_; }
  void PushKey(const char* quote, const RawString& key);
  void FindRepeatedKeys(size_t first);
  bool KeysAscend(size_t first) const;
  void CompareKeysPairwise(size_t first);
  void CompareKeysSorted(size_t first);
  std::string_view KeyValue(size_t index, std::string* scratch) const;

  std::string_view document_;
  uint64_t base_offset_;
  IndexerLease indexer_;

  const char* at_ = kEndMark;             // token the cursor stands on
  const char* base_ = nullptr;            // first byte of the window
  const uint32_t* next_ = nullptr;        // index entry of the token after at_
  const uint32_t* end_ = nullptr;         // *end_ is the window's size
  const char* next_backslash_ = nullptr;  // the window's first backslash from some string on
  const char* window_end_ = nullptr;
  const char* key_at_ = nullptr;
  const char* value_end_ = nullptr;  // one behind the last byte of the value taken last
  bool ill_formed_window_ = false;   // the window has bytes that are not UTF-8
  bool damaged_ = false;             // the window is what is sound of a broken one
  bool too_long_ = false;            // one string is longer than an index can address
  bool first_ = false;               // just entered a container
  bool failed_ = false;
  uint32_t depth_ = 0;

  // Keys of the objects open in SkipValue and SkipObject, innermost last.
  std::vector<KeyText> keys_;
  std::vector<uint32_t> key_hashes_;  // of the object that is being searched for repeated keys
  // By depth: bytes from a last string's closing quote to the bracket behind it.
  std::array<ptrdiff_t, kGaps> gaps_ = {};
  std::vector<Level> levels_;
  std::vector<TextAnomaly> anomalies_;
};

template <typename OnMember>
std::string_view Cursor::SkipObject(OnMember&& on_member) {
  const char* begin = at_;
  const size_t first_key = keys_.size();
  EnterObject();
  RawString key;
  while (NextKey(&key)) {
    PushKey(key_at_, key);
    if (!on_member(key)) SkipValue();
  }
  FindRepeatedKeys(first_key);
  if (failed_) return {};
  return {begin, static_cast<size_t>(value_end_ - begin)};
}

}  // namespace tfsck::json

#endif  // TFSCK_ENGINE_JSON_CURSOR_H_
