#include <zlib.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "engine/cty_number.h"
#include "engine/cty_tree.h"

namespace tfsck {
namespace {

// Nested sets are hashed once per level; beyond this the work is refused.
constexpr uint64_t kMaxHashedBytes = uint64_t{1} << 30;

struct Element {
  CtyItem item;
  uint32_t checksum;
  std::string hash;
  std::string identity;
};

// Whether `a` stands before `b` (go-cty: setRules.Less).
class SetOrder {
 public:
  SetOrder(const CtyTree& tree, const std::vector<Element>& elements) : tree_(tree) {
    kind_ = CtyShape::kNull;
    for (const Element& element : elements) {
      const CtyShape shape = tree.nodes[element.item.value].shape;
      if (shape != CtyShape::kNull) kind_ = shape;
    }
  }

  bool operator()(const Element& a, const Element& b) const {
    const CtyNode& x = tree_.nodes[a.item.value];
    const CtyNode& y = tree_.nodes[b.item.value];
    const bool null_x = x.shape == CtyShape::kNull;
    const bool null_y = y.shape == CtyShape::kNull;
    if (null_x || null_y) return !null_x && null_y;
    switch (kind_) {
      case CtyShape::kBool:
        return !x.truth && y.truth;
      case CtyShape::kString:
        return tree_.texts[x.first] < tree_.texts[y.first];
      case CtyShape::kNumber:
        return Compare(*ParseCtyNumber(tree_.texts[x.first]),
                       *ParseCtyNumber(tree_.texts[y.first])) < 0;
      default:
        return a.identity != b.identity && a.hash < b.hash;
    }
  }

 private:
  const CtyTree& tree_;
  CtyShape kind_;
};

uint32_t Checksum(const std::string& bytes) {
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace

bool NormalizeSet(CtyTree* tree, std::vector<CtyItem>* elements) {
  if (elements->size() < 2) return true;
  std::vector<Element> kept;
  std::unordered_set<std::string> seen;
  for (const CtyItem& item : *elements) {
    Element element{item, 0, {}, {}};
    const size_t room = kMaxHashedBytes - tree->hashed_bytes;
    if (!AppendCtyNode(*tree, item.value, CtyStyle::kHash, room, &element.hash)) return false;
    // Numbers hash by ten digits; their whole text tells elements apart.  What cannot be written
    // is told apart by its hash alone.  Minus zero equals zero but has another hash: both stay.
    AppendCtyNode(*tree, item.value, CtyStyle::kIdentity, room, &element.identity);
    tree->hashed_bytes += element.hash.size() + element.identity.size();
    if (tree->hashed_bytes > kMaxHashedBytes) return false;
    if (!seen.insert(element.identity + element.hash).second) continue;
    element.checksum = Checksum(element.hash);
    kept.push_back(std::move(element));
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Element& a, const Element& b) { return a.checksum < b.checksum; });
  std::stable_sort(kept.begin(), kept.end(), SetOrder(*tree, kept));
  elements->clear();
  for (const Element& element : kept) elements->push_back(element.item);
  return true;
}

}  // namespace tfsck
