// Tape: a whole JSON value as a flat array in document order, for readers that must look twice.
//
// Most readers take each value once, straight from a Cursor.  Where the meaning of a member depends
// on a later one (a cty wrapper's type, the fields of an old state) the value is taped first: a
// subtree is then skipped in one step, and walking needs no recursion.
//
// Views point into the document, which must outlive the tape and have 64 readable bytes behind it.
// Immutable once built; any number of threads may read it.  Cost: one pass of the cursor; 32 bytes
// for each value and each key.
#ifndef TFSCK_ENGINE_JSON_TAPE_H_
#define TFSCK_ENGINE_JSON_TAPE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/cursor.h"

namespace tfsck::json {

struct TapeNode {
  Kind kind = Kind::kEnd;
  bool plain = true;      // strings: `text` already is the value
  uint32_t end = 0;       // index one behind this value and all that is in it
  std::string_view text;  // strings: between the quotes; everything else: the whole raw value
};

// Indexes count nodes; 0 is the document's one value.  In an object each key is a string node that
// stands right before its value.
class Tape {
 public:
  // Tapes one whole value.  Where the text is no JSON (or has over 2^32 values) the tape is empty.
  explicit Tape(std::string_view document);

  bool empty() const { return nodes_.empty(); }
  const TapeNode& operator[](uint32_t index) const { return nodes_[index]; }
  Kind kind(uint32_t index) const { return nodes_[index].kind; }
  uint32_t end(uint32_t index) const { return nodes_[index].end; }

  // First node inside a container; equals end(index) where it is empty.
  uint32_t FirstChild(uint32_t index) const { return index + 1; }

  // Value of a string node, unescaped.
  std::string Text(uint32_t index) const;
  // Whether a string node's value is exactly `text`.
  bool Is(uint32_t index, std::string_view text) const;
  // Whether a key names a grammar key as Go folds struct field names.
  bool Names(uint32_t index, std::string_view key) const;
  // The value's text as it stands in the document, quotes included.
  std::string_view Raw(uint32_t index) const;
  // Offset of the value's first byte in the document.
  uint64_t Offset(uint32_t index) const;

 private:
  void Build(Cursor* cursor);
  bool Open(Cursor* cursor);
  void AddScalar(Cursor* cursor);
  void Close(uint64_t end_offset);
  uint32_t Size() const { return static_cast<uint32_t>(nodes_.size()); }

  std::string_view document_;
  std::vector<TapeNode> nodes_;
  std::vector<uint32_t> open_;
};

}  // namespace tfsck::json

#endif  // TFSCK_ENGINE_JSON_TAPE_H_
