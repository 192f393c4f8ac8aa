// GoDecoder: JSON values into struct fields with the rules of Go's encoding/json.
//
// null leaves scalars alone and empties slices, maps and raw messages' hosts as Go does; a value of
// the wrong kind is a fact, is skipped, and decoding goes on.  Field paths are Go's: struct names
// joined by dots, no indexes ("resources.instances.status").
// Source: encoding/json decode.go, literalStore and array.
#ifndef TFSCK_ENGINE_GO_DECODE_H_
#define TFSCK_ENGINE_GO_DECODE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/fact_log.h"
#include "engine/go_slice.h"
#include "engine/json/cursor.h"

namespace tfsck {

// The keys of one struct.  Remembers where the last match was: writers keep an order.
class KeySet {
 public:
  static constexpr int kUnknown = -1;

  explicit constexpr KeySet(std::span<const std::string_view> names) : names_(names) {}

  // Row of the key, with *folded set where it matched only in other letters.
  int Find(const json::RawString& key, bool* folded);

 private:
  std::span<const std::string_view> names_;
  size_t next_ = 0;
};

class GoDecoder {
 public:
  GoDecoder(json::Cursor* cursor, FactLog* facts, Arena* arena)
      : cursor_(*cursor), facts_(*facts), arena_(*arena) {}

  json::Cursor& cursor() { return cursor_; }

  // The literal's value: a view into the document, or into the arena where it had escapes.
  std::string_view Keep(const json::RawString& raw);

  // Steps through the members of the object at hand.  For each known key calls field(row, offset of
  // the key); field must take the value.  Notes unknown, repeated and oddly written keys.  Returns
  // false where the value is no object: null is skipped silently, anything else is a fact.
  template <typename Field>
  bool Struct(KeySet& keys, std::string_view path, Field&& field);

  // Each of these takes one value.
  // Neighbours often repeat a text that needs decoding: `memo` keeps the last one.
  struct Memo {
    std::string_view raw;
    std::string_view kept;
  };
  void String(std::string_view path, std::string_view* out, Memo* memo);
  void String(std::string_view path, std::string_view* out, FactKind kind = FactKind::kFieldType);
  void Unsigned(std::string_view path, uint64_t* out, FactKind kind = FactKind::kFieldType);
  void Bool(std::string_view path, bool* out);
  // Decodes an array element by element; null empties it.  `element(T&)` takes one value.
  template <typename T, typename Element>
  void Slice(std::string_view path, GoSlice<T>* out, Element&& element);

  // Skips a value that stands where it cannot, and says so.
  void WrongType(std::string_view path, FactKind kind);
  bool AtNull() { return cursor_.Peek() == json::Kind::kNull; }

  // Hands what the cursor saw in raw values and strings since the last call to the log.
  void DrainAnomalies();

 private:
  void NoteUnknown(const json::RawString& key);

  json::Cursor& cursor_;
  FactLog& facts_;
  Arena& arena_;
  size_t drained_ = 0;
};

template <typename Field>
bool GoDecoder::Struct(KeySet& keys, std::string_view path, Field&& field) {
  if (AtNull()) {
    cursor_.TakeLiteral();
    return false;
  }
  if (cursor_.Peek() != json::Kind::kObject) {
    WrongType(path, FactKind::kContainerType);
    return false;
  }
  uint32_t seen = 0;
  json::RawString key;
  cursor_.EnterObject();
  while (cursor_.NextKey(&key)) {
    const uint64_t key_offset = cursor_.key_offset();
    bool folded = false;
    const int row = keys.Find(key, &folded);
    if (row == KeySet::kUnknown) {
      NoteUnknown(key);
      cursor_.SkipValue();
      continue;
    }
    if (folded) facts_.Note(FactKind::kKeyCase, key_offset, Keep(key));
    if ((seen >> row & 1) != 0) facts_.Note(FactKind::kRepeatedKey, key_offset, Keep(key));
    seen |= uint32_t{1} << row;
    field(row, key_offset);
  }
  return true;
}

template <typename T, typename Element>
void GoDecoder::Slice(std::string_view path, GoSlice<T>* out, Element&& element) {
  if (AtNull()) {
    cursor_.TakeLiteral();
    out->Clear();
    return;
  }
  if (cursor_.Peek() != json::Kind::kArray) {
    WrongType(path, FactKind::kContainerType);
    return;
  }
  size_t count = 0;
  cursor_.EnterArray();
  while (cursor_.NextElement()) element(out->At(count++));
  out->EndArray(count);
}

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GO_DECODE_H_
