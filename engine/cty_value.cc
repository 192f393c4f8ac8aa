#include "engine/cty_value.h"

#include <utility>

#include "engine/cty_tree.h"
#include "engine/json/tape.h"

namespace tfsck {
namespace {

size_t WriteLimit(std::string_view json) { return (size_t{64} << 20) + 16 * json.size(); }

tl::expected<void, CtyError> Read(const json::Tape& tape, std::string_view json, uint32_t type,
                                  CtyTree* tree) {
  if (json.empty()) return tl::unexpected(CtyError{"EOF", false});
  if (tape.empty()) return tl::unexpected(CtyError{"not one whole JSON value", false});
  return ReadCtyTree(tape, 0, type, tree);
}

CtyVerdict ToVerdict(CtyError error) {
  return {error.panics ? CtyVerdict::Kind::kPanics : CtyVerdict::Kind::kRefused,
          std::move(error.message)};
}

}  // namespace

CtyVerdict CheckCtyValue(std::string_view json, const CtyType& type) {
  const json::Tape tape(json);
  CtyTree tree;
  tree.types = type.types;
  if (auto read = Read(tape, json, type.root, &tree); !read) {
    return ToVerdict(std::move(read.error()));
  }
  return {tree.converted ? CtyVerdict::Kind::kConverted : CtyVerdict::Kind::kConforms, {}};
}

bool AppendCtyValue(std::string_view json, const CtyType& type, std::string* out,
                    std::string* type_out) {
  const json::Tape tape(json);
  CtyTree tree;
  tree.types = type.types;
  if (!Read(tape, json, type.root, &tree)) return false;
  const size_t before = out->size();
  if (!AppendCtyNode(tree, tree.root, CtyStyle::kJson, WriteLimit(json), out)) {
    out->resize(before);
    return false;
  }
  if (type_out != nullptr) AppendCtyType(tree.types, tree.nodes[tree.root].type, type_out);
  return true;
}

tl::expected<std::string, CtyVerdict> CanonicalDynamicValue(std::string_view json) {
  const json::Tape tape(json);
  CtyTree tree;
  if (auto read = Read(tape, json, CtyTypeTable::kDynamic, &tree); !read) {
    return tl::unexpected(ToVerdict(std::move(read.error())));
  }
  std::string value;
  if (!AppendCtyNode(tree, tree.root, CtyStyle::kJson, WriteLimit(json), &value)) {
    return std::string(json);
  }
  const uint32_t type = tree.nodes[tree.root].type;
  if (type == CtyTypeTable::kDynamic) return value;
  std::string out = "{\"value\":" + value + ",\"type\":";
  AppendCtyType(tree.types, type, &out);
  out += '}';
  return out;
}

}  // namespace tfsck
