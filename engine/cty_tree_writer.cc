#include "engine/cty_number.h"
#include "engine/cty_tree.h"
#include "engine/json/text.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

struct OpenValue {
  uint32_t value;
  uint32_t next = 0;  // element, or attribute of the type
  uint32_t item = 0;  // item that stands for the next attribute or a later one
};

class TreeWriter {
 public:
  TreeWriter(const CtyTree& tree, CtyStyle style, size_t limit, std::string* out)
      : tree_(tree),
        json_(style != CtyStyle::kHash),
        signed_zero_(style != CtyStyle::kIdentity),
        limit_(out->size() + limit),
        out_(out) {}

  bool Write(uint32_t value) {
    Begin(value);
    while (!open_.empty() && good_ && out_->size() <= limit_) Step();
    return good_ && out_->size() <= limit_;
  }

 private:
  void Begin(uint32_t value) {
    const CtyNode& node = tree_.nodes[value];
    switch (node.shape) {
      case CtyShape::kNull:
        return Null();
      case CtyShape::kBool:
        *out_ += json_ ? (node.truth ? "true" : "false") : (node.truth ? "T" : "F");
        return;
      case CtyShape::kNumber:
        return Number(tree_.texts[node.first]);
      case CtyShape::kString:
        return Text(tree_.texts[node.first]);
      default:
        *out_ += Bracket(node, false);
        open_.push_back({value});
    }
  }

  void Null() { *out_ += json_ ? "null" : "~"; }

  void Text(std::string_view text) {
    if (json_) {
      json::AppendQuoted(text, out_);
    } else {
      AppendGoQuoted(text, out_);
    }
  }

  void Number(std::string_view text) {
    auto number = ParseCtyNumber(text);  // it was read before, so it is one
    if (!json_) return AppendGeneral(*number, out_);
    if (!signed_zero_ && Compare(*number, CtyNumber{}) == 0) number->negative = false;
    good_ = AppendFixed(*number, out_) && good_;
  }

  char Bracket(const CtyNode& node, bool close) const {
    if (node.shape == CtyShape::kMap) return close ? '}' : '{';
    const bool structural =
        tree_.types[node.type].kind == CtyKind::kTuple || node.shape == CtyShape::kObject;
    if (!json_ && structural) return close ? '>' : '<';
    if (node.shape == CtyShape::kObject) return close ? '}' : '{';
    return close ? ']' : '[';
  }

  void Step() {
    OpenValue& top = open_.back();
    const CtyNode& node = tree_.nodes[top.value];
    const bool object = node.shape == CtyShape::kObject;
    const auto& attributes = tree_.types[node.type].children;
    const size_t count = object ? attributes.size() : node.count;
    if (!json_ && top.next != 0) *out_ += ';';
    if (top.next == count) {
      *out_ += Bracket(node, true);
      open_.pop_back();
      return;
    }
    if (json_ && top.next != 0) *out_ += ',';
    const uint32_t index = top.next++;
    if (object) return Attribute(node, index, attributes[index].name, &top);
    const CtyItem item = tree_.items[node.first + index];
    if (node.shape == CtyShape::kMap) {
      Text(tree_.texts[item.name]);
      *out_ += ':';
    }
    Begin(item.value);
  }

  void Attribute(const CtyNode& node, uint32_t index, const std::string& name, OpenValue* top) {
    if (json_) {
      json::AppendQuoted(name, out_);
      *out_ += ':';
    }
    if (top->item == node.count || tree_.items[node.first + top->item].name != index) {
      return Null();
    }
    Begin(tree_.items[node.first + top->item++].value);
  }

  const CtyTree& tree_;
  const bool json_;
  const bool signed_zero_;
  const size_t limit_;
  std::string* out_;
  std::vector<OpenValue> open_;
  bool good_ = true;
};

}  // namespace

bool AppendCtyNode(const CtyTree& tree, uint32_t value, CtyStyle style, size_t limit,
                   std::string* out) {
  return TreeWriter(tree, style, limit, out).Write(value);
}

}  // namespace tfsck
