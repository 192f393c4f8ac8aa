// JsonValue: one value of a taped document, for the readers of lock records and listings.
//
// Those documents come from other people's services: any member may be missing, repeated or of
// another kind.  A value that is not there is invalid, and asking it for anything gives nothing.
// A view: the tape and its document must outlive it.  No function recurses.
#ifndef TFSCK_ENGINE_LOCK_JSON_H_
#define TFSCK_ENGINE_LOCK_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/json/tape.h"

namespace tfsck {

class JsonValue {
 public:
  JsonValue() = default;
  JsonValue(const json::Tape& tape, uint32_t at) : tape_(&tape), at_(at) {}
  // The whole document; invalid where it is no JSON.
  static JsonValue Root(const json::Tape& tape) {
    return tape.empty() ? JsonValue() : JsonValue(tape, 0);
  }

  bool valid() const { return tape_ != nullptr; }
  bool IsObject() const { return Is(json::Kind::kObject); }
  bool IsArray() const { return Is(json::Kind::kArray); }
  bool IsString() const { return Is(json::Kind::kString); }
  bool IsTrue() const { return Is(json::Kind::kTrue); }
  bool IsNull() const { return Is(json::Kind::kNull); }

  // The value of a string, the digits of a number; else "".
  std::string Text() const;
  uint64_t Unsigned() const;  // 0 where the value is no such number, or text of one
  uint64_t Offset() const { return valid() ? tape_->Offset(at_) : 0; }

  // The member with exactly this key, the last of several.  Linear in the number of members.
  JsonValue Get(std::string_view key) const;
  // The same with the letters of the key folded as Go folds them; `key` is lower-case ASCII.
  JsonValue GetFolded(std::string_view key) const;

  // Calls f(JsonValue) for each element of an array; for anything else not at all.
  template <typename F>
  void ForEach(F&& f) const {
    if (!IsArray()) return;
    for (uint32_t i = tape_->FirstChild(at_); i < tape_->end(at_); i = tape_->end(i)) {
      f(JsonValue(*tape_, i));
    }
  }

  // Calls f(std::string key, JsonValue) for each member of an object.
  template <typename F>
  void ForEachMember(F&& f) const {
    if (!IsObject()) return;
    for (uint32_t i = tape_->FirstChild(at_); i < tape_->end(at_); i = tape_->end(i + 1)) {
      f(tape_->Text(i), JsonValue(*tape_, i + 1));
    }
  }

 private:
  bool Is(json::Kind kind) const { return valid() && tape_->kind(at_) == kind; }

  const json::Tape* tape_ = nullptr;
  uint32_t at_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_JSON_H_
