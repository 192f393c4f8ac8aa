// CtyTree: one cty value in memory, as go-cty holds it after reading it from JSON.
//
// Internal to the cty files.  Flat: nodes name their children through `items`.  Text is a view into
// the JSON or into the arena.  No recursion anywhere.  Memory: about 40 bytes per JSON value.
#ifndef TFSCK_ENGINE_CTY_TREE_H_
#define TFSCK_ENGINE_CTY_TREE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/base/arena.h"
#include "engine/cty_type.h"
#include "engine/json/tape.h"

namespace tfsck {

enum class CtyShape : uint8_t { kNull, kBool, kNumber, kString, kSequence, kMap, kObject };

struct CtyNode {
  uint32_t type = CtyTypeTable::kDynamic;  // of the value, which may be narrower than declared
  CtyShape shape = CtyShape::kNull;
  bool truth = false;  // kBool
  uint32_t first = 0;  // kNumber, kString: row of texts; containers: row of items
  uint32_t count = 0;  // of items
};

struct CtyItem {
  uint32_t value = 0;  // row of nodes
  uint32_t name = 0;   // kMap: row of texts; kObject: row of the type's attributes
};

struct CtyTree {
  CtyTypeTable types;
  std::vector<CtyNode> nodes;
  // Elements in written order: sets without duplicates, maps by key, objects by attribute.  An
  // attribute that an object lacks is null.
  std::vector<CtyItem> items;
  std::vector<std::string_view> texts;
  Arena arena;
  uint32_t root = 0;
  bool converted = false;     // some scalar had another kind, or some attribute was missing
  uint64_t hashed_bytes = 0;  // work done for sets
};

struct CtyError {
  std::string message;  // go-cty's words; where it panics, what it panics with
  bool panics = false;
};

// Reads the value at `node` of the tape as a value of type `type` of tree->types, and sets
// tree->root (go-cty: cty/json/unmarshal.go).
tl::expected<void, CtyError> ReadCtyTree(const json::Tape& tape, uint32_t node, uint32_t type,
                                         CtyTree* tree);

enum class CtyStyle : uint8_t {
  kJson,      // as cty/json Marshal writes it
  kHash,      // as cty hashes set elements (go-cty: appendSetHashBytes)
  kIdentity,  // as kJson, but equal numbers have equal texts: no minus zero
};

// Appends a value; false where it cannot be written: infinity, or more than `limit` bytes.
bool AppendCtyNode(const CtyTree& tree, uint32_t value, CtyStyle style, size_t limit,
                   std::string* out);

// Drops equal elements and puts the rest into cty's order (go-cty: cty/set, set_internals.go).
// False where that would take too much work.
bool NormalizeSet(CtyTree* tree, std::vector<CtyItem>* elements);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CTY_TREE_H_
