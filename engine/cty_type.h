// cty types: what an output's `type` says, read and written as Terraform 1.11.4 does.
//
// A CtyType owns its nodes, is copyable, and is safe to read from any thread.  Equal types of one
// table have equal ids.  No recursion: nesting is bounded by memory only.
// Source: go-cty v1.16.0, cty/json.go and cty/json/type.go.
#ifndef TFSCK_ENGINE_CTY_TYPE_H_
#define TFSCK_ENGINE_CTY_TYPE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

namespace tfsck {

enum class CtyKind : uint8_t {
  kBool,
  kNumber,
  kString,
  kDynamic,
  kList,
  kSet,
  kMap,
  kObject,
  kTuple,
};

// Element type of a list, set or map; one element of a tuple; one attribute of an object.
struct CtyTypeChild {
  uint32_t type = 0;
  bool optional = false;
  std::string name;  // attributes only
};

struct CtyTypeNode {
  CtyKind kind = CtyKind::kDynamic;
  std::vector<CtyTypeChild> children;  // attributes sorted by name
};

// Distinct types, each once.
class CtyTypeTable {
 public:
  // Ids of the types without children.
  static constexpr uint32_t kBool = 0;
  static constexpr uint32_t kNumber = 1;
  static constexpr uint32_t kString = 2;
  static constexpr uint32_t kDynamic = 3;

  CtyTypeTable();

  // Id of the type, which is added where it is new.  Children name types of this table.
  uint32_t Add(CtyTypeNode node);
  uint32_t AddCollection(CtyKind kind, uint32_t element);
  const CtyTypeNode& operator[](uint32_t type) const { return nodes_[type]; }
  // Child links in all types together: what the table costs.
  uint64_t links() const { return links_; }

 private:
  std::vector<CtyTypeNode> nodes_;
  std::unordered_map<std::string, uint32_t> ids_;
  uint64_t links_ = 0;
};

struct CtyType {
  CtyTypeTable types;
  uint32_t root = CtyTypeTable::kDynamic;
};

// Reads an output's `type`.  The error is what Terraform prints behind "invalid type specification
// for output %q: "; it begins with "panic: " where Terraform crashes.  "" gives "EOF".
// `json` needs 64 readable bytes behind it.  Linear.
tl::expected<CtyType, std::string> ParseCtyType(std::string_view json);

// Appends the type as Terraform writes it back, without white space (cty: Type.MarshalJSON).
void AppendCtyType(const CtyType& type, std::string* out);
void AppendCtyType(const CtyTypeTable& types, uint32_t type, std::string* out);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CTY_TYPE_H_
