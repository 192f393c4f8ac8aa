#include "engine/cty_type.h"

#include <utility>

#include "engine/json/text.h"

namespace tfsck {
namespace {

template <typename T>
void AppendBytes(T value, std::string* out) {
  out->append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string IdentityOf(const CtyTypeNode& node) {
  std::string out(1, static_cast<char>(node.kind));
  for (const CtyTypeChild& child : node.children) {
    AppendBytes(child.type, &out);
    AppendBytes(child.optional, &out);
    AppendBytes(child.name.size(), &out);
    out += child.name;
  }
  return out;
}

std::string_view CollectionName(CtyKind kind) {
  switch (kind) {
    case CtyKind::kList:
      return "list";
    case CtyKind::kSet:
      return "set";
    case CtyKind::kMap:
      return "map";
    case CtyKind::kObject:
      return "object";
    default:
      return "tuple";
  }
}

// A type that is being written, and its next child.
struct OpenType {
  uint32_t type;
  size_t next = 0;
};

void AppendOpening(CtyKind kind, std::string* out) {
  *out += "[\"";
  *out += CollectionName(kind);
  *out += "\",";
  if (kind == CtyKind::kObject) *out += '{';
  if (kind == CtyKind::kTuple) *out += '[';
}

void AppendClosing(const CtyTypeNode& node, std::string* out) {
  if (node.kind == CtyKind::kTuple) *out += ']';
  if (node.kind == CtyKind::kObject) {
    *out += '}';
    char before = '[';
    for (const CtyTypeChild& child : node.children) {
      if (!child.optional) continue;
      if (before == '[') *out += ',';
      *out += before;
      json::AppendQuoted(child.name, out);
      before = ',';
    }
    if (before == ',') *out += ']';
  }
  *out += ']';
}

// Appends a type without children; false where it has some.
bool AppendSimple(CtyKind kind, std::string* out) {
  switch (kind) {
    case CtyKind::kBool:
      *out += "\"bool\"";
      return true;
    case CtyKind::kNumber:
      *out += "\"number\"";
      return true;
    case CtyKind::kString:
      *out += "\"string\"";
      return true;
    case CtyKind::kDynamic:
      *out += "\"dynamic\"";
      return true;
    default:
      return false;
  }
}

}  // namespace

CtyTypeTable::CtyTypeTable() {
  Add({CtyKind::kBool, {}});
  Add({CtyKind::kNumber, {}});
  Add({CtyKind::kString, {}});
  Add({CtyKind::kDynamic, {}});
}

uint32_t CtyTypeTable::Add(CtyTypeNode node) {
  const auto [at, added] = ids_.try_emplace(IdentityOf(node), static_cast<uint32_t>(nodes_.size()));
  if (added) {
    links_ += node.children.size();
    nodes_.push_back(std::move(node));
  }
  return at->second;
}

uint32_t CtyTypeTable::AddCollection(CtyKind kind, uint32_t element) {
  return Add({kind, {{element, false, {}}}});
}

void AppendCtyType(const CtyType& type, std::string* out) {
  AppendCtyType(type.types, type.root, out);
}

void AppendCtyType(const CtyTypeTable& types, uint32_t type, std::string* out) {
  std::vector<OpenType> open;
  const auto begin = [&](uint32_t id) {
    if (AppendSimple(types[id].kind, out)) return;
    AppendOpening(types[id].kind, out);
    open.push_back({id});
  };
  begin(type);
  while (!open.empty()) {
    OpenType& top = open.back();
    const CtyTypeNode& node = types[top.type];
    if (top.next == node.children.size()) {
      AppendClosing(node, out);
      open.pop_back();
      continue;
    }
    if (top.next != 0) *out += ',';
    const CtyTypeChild& child = node.children[top.next++];
    if (node.kind == CtyKind::kObject) {
      json::AppendQuoted(child.name, out);
      *out += ':';
    }
    begin(child.type);
  }
}

}  // namespace tfsck
