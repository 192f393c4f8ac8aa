#include "engine/state_bytes.h"

#include <algorithm>
#include <unordered_map>

#include "engine/json/cursor.h"

namespace tfsck {
namespace {

// Keeps the kMostListed largest of what it is offered.
template <typename T>
void Offer(const T& candidate, std::vector<T>* largest) {
  const auto smaller = [](const T& a, const T& b) { return a.bytes > b.bytes; };
  if (largest->size() == StateBytes::kMostListed && candidate.bytes <= largest->back().bytes) {
    return;
  }
  largest->insert(std::upper_bound(largest->begin(), largest->end(), candidate, smaller),
                  candidate);
  if (largest->size() > StateBytes::kMostListed) largest->pop_back();
}

// The attributes of one resource type.  Its objects have the same attributes in the same order, so
// the next one asked for nearly always stands behind the last.
class TypeTable {
 public:
  explicit TypeTable(std::string_view type) : type_(type) {}

  void BeginObject() { next_ = 0; }

  void Add(const json::RawString& attribute, uint64_t bytes) {
    TypeAttributeBytes& row = rows_[Find(attribute)];
    row.bytes += bytes;
    ++row.objects;
  }

  const std::vector<TypeAttributeBytes>& rows() const { return rows_; }

 private:
  size_t Find(const json::RawString& attribute) {
    if (next_ == rows_.size() || rows_[next_].attribute.text != attribute.text) {
      const auto [found, added] = by_name_.try_emplace(attribute.text, rows_.size());
      if (added) rows_.push_back({type_, attribute, 0, 0});
      next_ = found->second;
    }
    return next_++;
  }

  std::string_view type_;
  std::vector<TypeAttributeBytes> rows_;
  std::unordered_map<std::string_view, size_t> by_name_;
  size_t next_ = 0;
};

class Meter {
 public:
  explicit Meter(const StateSnapshot& state) : state_(state) {}

  StateBytes Measure() {
    bytes_.document = state_.document.size();
    for (uint32_t row = 0; row < state_.resources.size(); ++row) MeasureResource(row);
    for (const Output& output : state_.outputs) bytes_.outputs += output.value.size();
    const uint64_t known =
        bytes_.attributes + bytes_.dependencies + bytes_.private_data + bytes_.outputs;
    // An upgraded document's parts may be longer than they were.
    bytes_.document = std::max(bytes_.document, known);
    bytes_.other = bytes_.document - known;
    for (const TypeTable& table : tables_) {
      for (const TypeAttributeBytes& row : table.rows()) Offer(row, &bytes_.type_attributes);
    }
    return std::move(bytes_);
  }

 private:
  void MeasureResource(uint32_t row) {
    const Resource& resource = state_.resources[row];
    if (resource.size > 0) Offer(ResourceBytes{row, resource.size}, &bytes_.resources);
    const auto [found, added] = table_of_type_.try_emplace(resource.type, tables_.size());
    if (added) tables_.emplace_back(resource.type);
    for (uint32_t i = 0; i < resource.instance_count; ++i) {
      table_ = &tables_[found->second];
      table_->BeginObject();
      instance_ = resource.first_instance + i;
      if (state_.format_version == 4) {
        MeasureObject(state_.instances[instance_]);
      } else {
        MeasureUpgraded(state_.instances[instance_]);
      }
    }
  }

  void MeasureObject(const Instance& instance) {
    const std::string_view document = state_.document;
    if (instance.offset >= document.size() || document[instance.offset] != '{') return;
    json::Cursor cursor(document.substr(instance.offset, instance.size));
    cursor.EnterObject();
    json::RawString key;
    while (cursor.NextKey(&key)) {
      const uint64_t begin = cursor.key_offset();
      const bool attributes = json::FoldEquals(key, "attributes");
      if (attributes || json::FoldEquals(key, "attributes_flat")) {
        MeasureAttributes(&cursor);
        bytes_.attributes += cursor.taken_end() - begin;
        continue;
      }
      cursor.SkipValue();
      if (json::FoldEquals(key, "dependencies") || json::FoldEquals(key, "depends_on")) {
        bytes_.dependencies += cursor.taken_end() - begin;
      } else if (json::FoldEquals(key, "private")) {
        bytes_.private_data += cursor.taken_end() - begin;
      }
    }
  }

  // Objects of formats 1 to 3 are read from what they were upgraded to.
  void MeasureUpgraded(const Instance& instance) {
    std::string_view attributes = instance.attributes;
    if (attributes.empty() && instance.extra != kNoId) {
      attributes = state_.extras[instance.extra].attributes_flat;
    }
    bytes_.private_data += instance.private_data.size();
    bytes_.attributes += attributes.size();
    if (attributes.empty()) return;
    json::Cursor cursor(attributes);
    MeasureAttributes(&cursor);
  }

  void MeasureAttributes(json::Cursor* cursor) {
    if (cursor->Peek() != json::Kind::kObject) {
      cursor->SkipValue();
      return;
    }
    cursor->EnterObject();
    json::RawString key;
    while (cursor->NextKey(&key)) {
      const uint64_t size = cursor->SkipValue().size();
      table_->Add(key, size);
      Offer(ObjectAttributeBytes{instance_, key, size}, &bytes_.object_attributes);
    }
  }

  const StateSnapshot& state_;
  StateBytes bytes_;
  std::unordered_map<std::string_view, size_t> table_of_type_;
  std::vector<TypeTable> tables_;
  TypeTable* table_ = nullptr;
  uint32_t instance_ = 0;
};

}  // namespace

StateBytes MeasureBytes(const StateSnapshot& state) { return Meter(state).Measure(); }

}  // namespace tfsck
