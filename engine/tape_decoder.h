// TapeDecoder: fills C++ fields from taped JSON as encoding/json fills Go struct fields.
//
// Not thread-safe; keeps the first mismatch, as Go does, and where it stands in terms of struct
// fields.  Source: Go 1.23 encoding/json decode.go.
#ifndef TFSCK_ENGINE_TAPE_DECODER_H_
#define TFSCK_ENGINE_TAPE_DECODER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/go_slice.h"
#include "engine/go_value.h"
#include "engine/json/tape.h"

namespace tfsck {

class TapeDecoder {
 public:
  struct Mismatch {
    std::string field;  // names joined with dots, without indexes and map keys
    std::string value;  // "string", "number -1", ...
  };

  explicit TapeDecoder(const json::Tape& tape) : tape_(tape) {}

  const std::optional<Mismatch>& mismatch() const { return mismatch_; }
  const json::Tape& tape() const { return tape_; }

  void String(uint32_t node, std::string* out);
  void Bool(uint32_t node, bool* out);
  void Int(uint32_t node, int64_t* out);
  void Uint(uint32_t node, uint64_t* out);
  // An interface{}: anything whose numbers fit.
  void Interface(uint32_t node);

  // Whether the node is a container of that kind; records a mismatch where it is neither that nor
  // null.
  bool IsObject(uint32_t node) { return Is(node, json::Kind::kObject); }
  bool IsArray(uint32_t node) { return Is(node, json::Kind::kArray); }

  // Calls on_member(key node, value node) for each member.
  template <typename OnMember>
  void Members(uint32_t node, OnMember&& on_member) {
    uint32_t next = 0;
    for (uint32_t key = tape_.FirstChild(node); key != tape_.end(node); key = next) {
      next = tape_.end(key + 1);
      on_member(key, key + 1);
    }
  }

  // Calls read(value node) where the key names the field, with the field on the path.
  template <typename Read>
  bool Field(uint32_t key, std::string_view name, Read&& read) {
    if (!tape_.Names(key, name)) return false;
    path_.push_back(name);
    read(key + 1);
    path_.pop_back();
    return true;
  }

  // Decodes into a slice: read(value node, element) for each, on top of what the element was.
  // False where the value is null or no array.
  template <typename T, typename Read>
  bool Array(uint32_t node, GoSlice<T>* out, Read&& read) {
    if (tape_.kind(node) == json::Kind::kNull) {
      out->Clear();
      return false;
    }
    if (!IsArray(node)) return false;
    size_t count = 0;
    for (uint32_t at = tape_.FirstChild(node); at != tape_.end(node); at = tape_.end(at)) {
      read(at, &out->At(count++));
    }
    out->EndArray(count);
    return true;
  }

  // Decodes into a map: add(key, value node) for each member.
  template <typename Map, typename Add>
  void IntoMap(uint32_t node, Map* out, Add&& add) {
    if (tape_.kind(node) == json::Kind::kNull) return out->Clear();
    if (!IsObject(node)) return;
    out->Touch();
    Members(node, [&](uint32_t key, uint32_t value) { add(key, value); });
  }

  // Decodes into a pointer to a struct: null drops it, an object is read into what is there.
  template <typename Pointer, typename Read>
  void Into(uint32_t node, Pointer* out, Read&& read) {
    if (tape_.kind(node) == json::Kind::kNull) {
      out->reset();
      return;
    }
    if (!IsObject(node)) return;
    if (*out == nullptr) *out = std::make_unique<typename Pointer::element_type>();
    read(node, out->get());
  }

 private:
  bool Is(uint32_t node, json::Kind kind);
  void Add(std::string value);

  const json::Tape& tape_;
  std::vector<std::string_view> path_;
  std::optional<Mismatch> mismatch_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_TAPE_DECODER_H_
