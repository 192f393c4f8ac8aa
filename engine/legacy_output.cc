#include "engine/legacy_output.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/cty_type_reader.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

// A container of which some elements' types are known.
struct OpenType {
  uint32_t node;
  uint32_t next;
  CtyTypeNode type;
};

uint32_t ScalarType(Kind kind) {
  switch (kind) {
    case Kind::kString:
      return CtyTypeTable::kString;
    case Kind::kNumber:
      return CtyTypeTable::kNumber;
    case Kind::kTrue:
    case Kind::kFalse:
      return CtyTypeTable::kBool;
    default:
      return CtyTypeTable::kDynamic;
  }
}

uint32_t ImpliedType(const Tape& tape, CtyTypeTable* types) {
  std::vector<OpenType> open;
  uint32_t done = 0;
  const auto finish = [&](uint32_t type) {
    if (open.empty()) {
      done = type;
    } else {
      open.back().type.children.back().type = type;
    }
  };
  const auto begin = [&](uint32_t node) {
    const Kind kind = tape.kind(node);
    if (kind != Kind::kArray && kind != Kind::kObject) return finish(ScalarType(kind));
    const CtyKind type = kind == Kind::kArray ? CtyKind::kTuple : CtyKind::kObject;
    open.push_back({node, tape.FirstChild(node), {type, {}}});
  };
  begin(0);
  while (!open.empty()) {
    OpenType& top = open.back();
    if (top.next == tape.end(top.node)) {
      if (top.type.kind == CtyKind::kObject) SortAttributes(&top.type.children);
      const uint32_t type = types->Add(std::move(top.type));
      open.pop_back();
      finish(type);
      continue;
    }
    CtyTypeChild child;
    uint32_t node = top.next;
    if (top.type.kind == CtyKind::kObject) child.name = NormalizeNfc(tape.Text(node++));
    top.next = tape.end(node);
    top.type.children.push_back(std::move(child));
    begin(node);
  }
  return done;
}

bool IsUniform(const CtyTypeNode& node) {
  if (node.kind != CtyKind::kTuple && node.kind != CtyKind::kObject) return false;
  const auto& children = node.children;
  return !children.empty() &&
         std::all_of(children.begin(), children.end(),
                     [&](const CtyTypeChild& child) { return child.type == children[0].type; });
}

}  // namespace

CtyType InferOutputType(const Tape& value) {
  CtyType out;
  uint32_t type = ImpliedType(value, &out.types);
  std::vector<CtyKind> collections;
  while (IsUniform(out.types[type])) {
    const CtyTypeNode& node = out.types[type];
    collections.push_back(node.kind == CtyKind::kTuple ? CtyKind::kList : CtyKind::kMap);
    type = node.children[0].type;
  }
  for (auto kind = collections.rbegin(); kind != collections.rend(); ++kind) {
    type = out.types.AddCollection(*kind, type);
  }
  out.root = type;
  return out;
}

}  // namespace tfsck
