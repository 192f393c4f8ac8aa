#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/cty_number.h"
#include "engine/cty_tree.h"
#include "engine/cty_type_reader.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

// Attributes that a small text can make Terraform hold; beyond this it runs out of memory.
constexpr uint64_t kMaxTypeLinks = uint64_t{1} << 24;

bool IsPlainAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string Quoted(std::string_view text) {
  std::string out;
  AppendGoQuoted(text, &out);
  return out;
}

// go-cty convert: string to bool.
std::string BoolError(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  if (text != "true" && text != "false") return "a bool is required";
  return fmt::format("a bool is required; to convert from string, use lowercase \"{}\"", text);
}

// A list, set, tuple, map or object of which some elements have been read.
struct OpenValue {
  uint32_t type;
  CtyKind kind;
  uint32_t at;  // next element or key on the tape
  uint32_t end;
  uint32_t depth;  // steps of cty's path that lead here
  uint32_t index = 0;
  size_t first_done;
};

class TreeReader {
 public:
  TreeReader(const Tape& tape, CtyTree* tree) : tape_(tape), tree_(tree) {}

  tl::expected<void, CtyError> Read(uint32_t node, uint32_t type) {
    bool good = Begin(node, type, 0, 0);
    while (good && !open_.empty()) good = Step();
    if (!good) return tl::unexpected(std::move(error_));
    tree_->root = done_.back().value;
    return {};
  }

 private:
  bool Fail(std::string message) {
    error_ = {std::move(message), false};
    return false;
  }
  bool Panic(std::string message) {
    error_ = {std::move(message), true};
    return false;
  }

  CtyKind KindOf(uint32_t type) const { return tree_->types[type].kind; }

  // Reads a whole scalar or null, or opens a container.  `name` is kept with the value.
  bool Begin(uint32_t node, uint32_t type, uint32_t depth, uint32_t name) {
    while (type == CtyTypeTable::kDynamic && tape_.kind(node) != Kind::kNull) {
      if (!Unwrap(&node, &type)) return false;
      depth = 0;  // a wrapped value is read on its own
    }
    if (tape_.kind(node) == Kind::kNull) return Done({type, CtyShape::kNull, false, 0, 0}, name);
    const CtyKind kind = KindOf(type);
    switch (kind) {
      case CtyKind::kBool:
        return Bool(node, name);
      case CtyKind::kNumber:
        return Number(node, name);
      case CtyKind::kString:
        return String(node, name);
      default:
        break;
    }
    const bool braces = kind == CtyKind::kMap || kind == CtyKind::kObject;
    if (tape_.kind(node) != (braces ? Kind::kObject : Kind::kArray)) {
      return Fail(braces ? "missing expected {" : "missing expected [");
    }
    open_.push_back({type, kind, tape_.FirstChild(node), tape_.end(node), depth, 0, done_.size()});
    names_.push_back(name);
    return true;
  }

  // From {"value": V, "type": T} to V and T (go-cty: unmarshalDynamic).
  bool Unwrap(uint32_t* node, uint32_t* type) {
    if (tape_.kind(*node) != Kind::kObject) return Fail("missing expected {");
    std::optional<uint32_t> value;
    std::optional<uint32_t> found;
    uint32_t next = 0;
    for (uint32_t key = tape_.FirstChild(*node); key != tape_.end(*node); key = next) {
      next = tape_.end(key + 1);
      if (tape_.Is(key, "type")) {
        auto read = ReadCtyType(tape_, key + 1, &tree_->types);
        if (!read && read.error().starts_with("panic: ")) return Panic(read.error().substr(7));
        if (!read) return Fail("failed to decode type for dynamic value: " + read.error());
        found = *read;
      } else if (tape_.Is(key, "value")) {
        value = key + 1;
      } else {
        return Fail(
            fmt::format("invalid key {} in dynamically-typed value", Quoted(tape_.Text(key))));
      }
    }
    if (!found) return Fail("missing type in dynamically-typed value");
    if (!value) return Fail("missing value in dynamically-typed value");
    *node = *value;
    *type = *found;
    return true;
  }

  bool Bool(uint32_t node, uint32_t name) {
    CtyNode out{CtyTypeTable::kBool, CtyShape::kBool, false, 0, 0};
    switch (tape_.kind(node)) {
      case Kind::kTrue:
      case Kind::kFalse:
        out.truth = tape_.kind(node) == Kind::kTrue;
        return Done(out, name);
      case Kind::kString: {
        tree_->converted = true;
        std::string text = NormalizeNfc(tape_.Text(node));
        out.truth = text == "true" || text == "1";
        if (!out.truth && text != "false" && text != "0") return Fail(BoolError(std::move(text)));
        return Done(out, name);
      }
      default:
        return Fail("bool is required");
    }
  }

  bool Number(uint32_t node, uint32_t name) {
    const Kind kind = tape_.kind(node);
    if (kind != Kind::kNumber && kind != Kind::kString) return Fail("number is required");
    std::string_view text = tape_[node].text;
    if (kind == Kind::kString) {
      tree_->converted = true;
      if (!tape_[node].plain) text = tree_->arena.Copy(tape_.Text(node));
    }
    if (!ParseCtyNumber(text)) return Fail("a number is required");
    return Done({CtyTypeTable::kNumber, CtyShape::kNumber, false, AddText(text), 0}, name);
  }

  bool String(uint32_t node, uint32_t name) {
    const CtyNode out{CtyTypeTable::kString, CtyShape::kString, false,
                      static_cast<uint32_t>(tree_->texts.size()), 0};
    switch (tape_.kind(node)) {
      case Kind::kString:
        AddString(node);
        return Done(out, name);
      case Kind::kNumber:
      case Kind::kTrue:
      case Kind::kFalse:
        tree_->converted = true;
        AddText(tape_[node].text);
        return Done(out, name);
      default:
        return Fail("string is required");
    }
  }

  uint32_t AddText(std::string_view text) {
    tree_->texts.push_back(text);
    return static_cast<uint32_t>(tree_->texts.size() - 1);
  }

  // The string's value in normalisation form C.
  uint32_t AddString(uint32_t node) {
    if (tape_[node].plain && IsPlainAscii(tape_[node].text)) return AddText(tape_[node].text);
    return AddText(tree_->arena.Copy(NormalizeNfc(tape_.Text(node))));
  }

  bool Done(const CtyNode& node, uint32_t name) {
    tree_->nodes.push_back(node);
    done_.push_back({static_cast<uint32_t>(tree_->nodes.size() - 1), name});
    return true;
  }

  bool Step() {
    OpenValue& top = open_.back();
    if (top.at == top.end) return Close();
    const uint32_t index = top.index++;
    const uint32_t depth = top.depth + 1;
    const auto& children = tree_->types[top.type].children;
    uint32_t node = top.at;
    uint32_t type = children.empty() ? 0 : children[0].type;
    uint32_t name = 0;
    if (top.kind == CtyKind::kTuple) {
      if (index >= children.size()) {
        return Fail(fmt::format("too many tuple elements (need {})", children.size()));
      }
      type = children[index].type;
    } else if (top.kind == CtyKind::kMap) {
      name = node++;
    } else if (top.kind == CtyKind::kObject) {
      const std::string key = tape_.Text(node++);
      const auto at = std::lower_bound(
          children.begin(), children.end(), key,
          [](const CtyTypeChild& child, const std::string& text) { return child.name < text; });
      if (at == children.end() || at->name != key) {
        return Fail(fmt::format("unsupported attribute {}", Quoted(key)));
      }
      type = at->type;
      name = static_cast<uint32_t>(at - children.begin());
    }
    top.at = tape_.end(node);
    return Begin(node, type, depth, name);
  }

  bool Close() {
    const OpenValue top = open_.back();
    open_.pop_back();
    const uint32_t name = names_.back();
    names_.pop_back();
    std::vector<CtyItem> items(done_.begin() + static_cast<ptrdiff_t>(top.first_done), done_.end());
    done_.resize(top.first_done);
    CtyNode out{top.type, CtyShape::kSequence, false, 0, 0};
    if (!Finish(top, &items, &out)) return false;
    out.first = static_cast<uint32_t>(tree_->items.size());
    out.count = static_cast<uint32_t>(items.size());
    tree_->items.insert(tree_->items.end(), items.begin(), items.end());
    return Done(out, name);
  }

  bool Finish(const OpenValue& top, std::vector<CtyItem>* items, CtyNode* out) {
    switch (top.kind) {
      case CtyKind::kMap:
        out->shape = CtyShape::kMap;
        return Collection(top, items, "map", out) && SortMap(items);
      case CtyKind::kObject:
        out->shape = CtyShape::kObject;
        KeepLast(items);
        return Object(top.type, *items, &out->type);
      case CtyKind::kTuple:
        return Tuple(top, *items, &out->type);
      case CtyKind::kSet:
        if (!Collection(top, items, "set", out)) return false;
        return NormalizeSet(tree_, items) || Panic("the set takes too much work to compare");
      default:
        return Collection(top, items, "list", out);
    }
  }

  // Finds the element type that all elements have (go-cty: ListVal, SetVal, MapVal).
  bool Collection(const OpenValue& top, std::vector<CtyItem>* items, const char* word,
                  CtyNode* out) {
    if (top.kind == CtyKind::kMap) KeepLastKeys(items);
    if (items->empty()) return true;
    uint32_t element = CtyTypeTable::kDynamic;
    for (const CtyItem& item : *items) {
      const uint32_t type = tree_->nodes[item.value].type;
      if (element == CtyTypeTable::kDynamic) {
        element = type;
      } else if (type != CtyTypeTable::kDynamic && type != element) {
        return Panic(fmt::format("inconsistent {} element types", word));
      }
    }
    out->type = tree_->types.AddCollection(top.kind, element);
    return true;
  }

  // Of items with one name the last one stays; in order of the names.
  static void KeepLast(std::vector<CtyItem>* items) {
    std::stable_sort(items->begin(), items->end(),
                     [](const CtyItem& a, const CtyItem& b) { return a.name < b.name; });
    const auto same = [](const CtyItem& a, const CtyItem& b) { return a.name == b.name; };
    items->erase(items->begin(), std::unique(items->rbegin(), items->rend(), same).base());
  }

  // Map items are named by the key's tape node until here; afterwards by its raw value.
  void KeepLastKeys(std::vector<CtyItem>* items) {
    std::map<std::string, uint32_t> last;
    for (const CtyItem& item : *items) last[tape_.Text(item.name)] = item.name;
    const auto replaced = [&](const CtyItem& item) {
      return last[tape_.Text(item.name)] != item.name;
    };
    items->erase(std::remove_if(items->begin(), items->end(), replaced), items->end());
  }

  // Keys that are equal only after normalisation: go-cty keeps a random one, this keeps the last.
  bool SortMap(std::vector<CtyItem>* items) {
    std::map<std::string, CtyItem> sorted;
    for (const CtyItem& item : *items) sorted[NormalizeNfc(tape_.Text(item.name))] = item;
    items->clear();
    for (const auto& [key, item] : sorted) {
      items->push_back({item.value, AddString(item.name)});
    }
    return true;
  }

  bool Tuple(const OpenValue& top, const std::vector<CtyItem>& items, uint32_t* type) {
    CtyTypeNode out = tree_->types[top.type];
    if (items.size() != out.children.size()) {
      // Behind the loop go-cty cuts the last step off a path that may have none.
      if (top.depth == 0) return Panic("slice bounds out of range [:-1]");
      return Fail(fmt::format("not enough tuple elements (need {})", out.children.size()));
    }
    for (size_t i = 0; i < items.size(); ++i) {
      out.children[i].type = tree_->nodes[items[i].value].type;
    }
    *type = tree_->types.Add(std::move(out));
    return CheckLinks();
  }

  bool CheckLinks() {
    return tree_->types.links() <= kMaxTypeLinks || Panic("the value's type takes too much memory");
  }

  // The type of an object: its attributes' own types, none of them optional (go-cty: ObjectVal).
  bool Object(uint32_t declared, const std::vector<CtyItem>& items, uint32_t* type) {
    const auto& attributes = tree_->types[declared].children;
    tree_->converted |= items.size() != attributes.size();
    std::vector<uint32_t> narrowed{declared};
    for (const CtyItem& item : items) {
      const uint32_t found = tree_->nodes[item.value].type;
      if (found != attributes[item.name].type) {
        narrowed.push_back(item.name);
        narrowed.push_back(found);
      }
    }
    const auto [at, added] = object_types_.try_emplace(std::move(narrowed), 0);
    if (added) {
      CtyTypeNode node = tree_->types[declared];
      for (CtyTypeChild& child : node.children) child.optional = false;
      for (const CtyItem& item : items) {
        node.children[item.name].type = tree_->nodes[item.value].type;
      }
      at->second = tree_->types.Add(std::move(node));
    }
    *type = at->second;
    return CheckLinks();
  }

  const Tape& tape_;
  CtyTree* tree_;
  std::vector<OpenValue> open_;
  std::vector<uint32_t> names_;  // of the open values
  std::vector<CtyItem> done_;    // values that are whole, of all open containers
  // From a declared object type and what its attributes turned out to be to the value's type.
  std::map<std::vector<uint32_t>, uint32_t> object_types_;
  CtyError error_;
};

}  // namespace

tl::expected<void, CtyError> ReadCtyTree(const Tape& tape, uint32_t node, uint32_t type,
                                         CtyTree* tree) {
  return TreeReader(tape, tree).Read(node, type);
}

}  // namespace tfsck
