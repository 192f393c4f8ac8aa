#include "engine/cty_type_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

std::string Quoted(std::string_view text) {
  std::string out;
  AppendGoQuoted(text, &out);
  return out;
}

std::optional<CtyKind> CollectionKind(const Tape& tape, uint32_t node) {
  if (tape.kind(node) != Kind::kString) return std::nullopt;
  const std::string name = tape.Text(node);
  if (name == "list") return CtyKind::kList;
  if (name == "map") return CtyKind::kMap;
  if (name == "set") return CtyKind::kSet;
  if (name == "object") return CtyKind::kObject;
  if (name == "tuple") return CtyKind::kTuple;
  return std::nullopt;
}

// Go reads a type's tokens without UseNumber, so a number must fit a float64.
std::optional<std::string> TokenError(const Tape& tape, uint32_t node) {
  if (tape.kind(node) != Kind::kNumber) return std::nullopt;
  const std::string text(tape[node].text);
  if (!std::isinf(std::strtod(text.c_str(), nullptr))) return std::nullopt;
  return fmt::format("json: cannot unmarshal number {} into Go value of type float64", text);
}

std::string KindError(Kind kind, std::string_view go_type) {
  return fmt::format("json: cannot unmarshal {} into Go value of type {}", json::KindName(kind),
                     go_type);
}

// A list, set, map, object or tuple type of which some children have been read.
struct OpenType {
  CtyKind kind;
  uint32_t array;    // the type's node
  uint32_t payload;  // what stands behind the kind's name
  uint32_t next;     // next child inside the payload; the payload itself for collections
  std::vector<CtyTypeChild> children;
};

class TypeReader {
 public:
  TypeReader(const Tape& tape, CtyTypeTable* types) : tape_(tape), types_(types) {}

  tl::expected<uint32_t, std::string> Read(uint32_t node) {
    bool good = Begin(node);
    while (good && !open_.empty()) good = Step();
    if (!good) return tl::unexpected(std::move(error_));
    return done_;
  }

 private:
  bool Fail(std::string error) {
    error_ = std::move(error);
    return false;
  }

  // Reads a whole simple type, or opens any other.
  bool Begin(uint32_t node) {
    switch (tape_.kind(node)) {
      case Kind::kString:
        return Primitive(node);
      case Kind::kArray:
        return Open(node);
      case Kind::kObject:
        return Fail("invalid complex type description");
      default:
        return Fail(TokenError(tape_, node).value_or("invalid type description"));
    }
  }

  bool Primitive(uint32_t node) {
    const std::string name = tape_.Text(node);
    if (name == "bool") return Done(CtyTypeTable::kBool);
    if (name == "number") return Done(CtyTypeTable::kNumber);
    if (name == "string") return Done(CtyTypeTable::kString);
    if (name == "dynamic") return Done(CtyTypeTable::kDynamic);
    return Fail(fmt::format("invalid primitive type name {}", Quoted(name)));
  }

  bool Open(uint32_t node) {
    const uint32_t name = tape_.FirstChild(node);
    if (name == tape_.end(node)) return Fail("invalid complex type kind name");
    if (auto error = TokenError(tape_, name)) return Fail(std::move(*error));
    const std::optional<CtyKind> kind = CollectionKind(tape_, name);
    if (!kind) return Fail("invalid complex type kind name");
    const uint32_t payload = tape_.end(name);
    if (payload == tape_.end(node)) return Fail("expected comma after array element");
    uint32_t next = payload;
    if (*kind == CtyKind::kObject || *kind == CtyKind::kTuple) {
      if (!CheckPayload(*kind, payload)) return false;
      const bool null = tape_.kind(payload) == Kind::kNull;
      next = null ? tape_.end(payload) : tape_.FirstChild(payload);
    }
    open_.push_back({*kind, node, payload, next, {}});
    return true;
  }

  bool CheckPayload(CtyKind kind, uint32_t payload) {
    const Kind found = tape_.kind(payload);
    const bool object = kind == CtyKind::kObject;
    if (found == Kind::kNull || found == (object ? Kind::kObject : Kind::kArray)) return true;
    return Fail(KindError(found, object ? "map[string]cty.Type" : "[]cty.Type"));
  }

  bool Step() {
    OpenType& top = open_.back();
    if (top.next == tape_.end(top.payload)) return Close();
    CtyTypeChild child;
    uint32_t node = top.next;
    if (top.kind == CtyKind::kObject) child.name = tape_.Text(node++);
    top.next = tape_.end(node);
    top.children.push_back(std::move(child));
    return Begin(node);
  }

  bool Close() {
    OpenType& top = open_.back();
    uint32_t rest = tape_.end(top.payload);
    if (top.kind == CtyKind::kObject) {
      SortAttributes(&top.children);  // what a Go map keeps of equal keys
      for (CtyTypeChild& child : top.children) child.name = NormalizeNfc(child.name);
      SortAttributes(&top.children);
      if (rest != tape_.end(top.array)) {
        if (!ReadOptionals(rest, &top.children)) return false;
        rest = tape_.end(rest);
      }
    }
    if (rest != tape_.end(top.array)) {
      return Fail(TokenError(tape_, rest).value_or("unexpected extra data in type description"));
    }
    const uint32_t type = types_->Add({top.kind, std::move(top.children)});
    open_.pop_back();
    return Done(type);
  }

  bool ReadOptionals(uint32_t node, std::vector<CtyTypeChild>* attributes) {
    if (tape_.kind(node) == Kind::kNull) return true;
    if (tape_.kind(node) != Kind::kArray) return Fail(KindError(tape_.kind(node), "[]string"));
    for (uint32_t at = tape_.FirstChild(node); at != tape_.end(node); at = tape_.end(at)) {
      const Kind kind = tape_.kind(at);
      if (kind != Kind::kString && kind != Kind::kNull) return Fail(KindError(kind, "string"));
    }
    for (uint32_t at = tape_.FirstChild(node); at != tape_.end(node); at = tape_.end(at)) {
      if (!MarkOptional(tape_.kind(at) == Kind::kNull ? "" : tape_.Text(at), attributes)) {
        return false;
      }
    }
    return true;
  }

  bool MarkOptional(const std::string& raw_name, std::vector<CtyTypeChild>* attributes) {
    const std::string name = NormalizeNfc(raw_name);
    const auto at = std::lower_bound(
        attributes->begin(), attributes->end(), name,
        [](const CtyTypeChild& child, const std::string& text) { return child.name < text; });
    if (at == attributes->end() || at->name != name) {
      return Fail(fmt::format("panic: optional contains undeclared attribute {}", Quoted(name)));
    }
    at->optional = true;
    return true;
  }

  bool Done(uint32_t type) {
    if (open_.empty()) {
      done_ = type;
    } else {
      open_.back().children.back().type = type;
    }
    return true;
  }

  const Tape& tape_;
  CtyTypeTable* types_;
  std::vector<OpenType> open_;
  uint32_t done_ = 0;
  std::string error_;
};

}  // namespace

void SortAttributes(std::vector<CtyTypeChild>* attributes) {
  std::stable_sort(attributes->begin(), attributes->end(),
                   [](const CtyTypeChild& a, const CtyTypeChild& b) { return a.name < b.name; });
  const auto same = [](const CtyTypeChild& a, const CtyTypeChild& b) { return a.name == b.name; };
  // The last of equal ones is the first that std::unique sees from behind.
  const auto kept = std::unique(attributes->rbegin(), attributes->rend(), same);
  attributes->erase(attributes->begin(), kept.base());
}

tl::expected<uint32_t, std::string> ReadCtyType(const Tape& tape, uint32_t node,
                                                CtyTypeTable* types) {
  return TypeReader(tape, types).Read(node);
}

tl::expected<CtyType, std::string> ParseCtyType(std::string_view json) {
  if (json.empty()) return tl::unexpected(std::string("EOF"));
  const Tape tape(json);
  if (tape.empty()) return tl::unexpected(std::string("not one whole JSON value"));
  CtyType out;
  auto root = ReadCtyType(tape, 0, &out.types);
  if (!root) return tl::unexpected(std::move(root.error()));
  out.root = *root;
  return out;
}

}  // namespace tfsck
