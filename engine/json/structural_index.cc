#include "engine/json/structural_index.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tfsck::json {
namespace {

constexpr size_t kSmallestCapacity = 256 * 1024;
constexpr std::array<uint32_t, 1> kNoTokens = {0};

std::vector<std::unique_ptr<StructuralIndexer>>& IdleIndexers() {
  thread_local std::vector<std::unique_ptr<StructuralIndexer>> idle;
  return idle;
}

}  // namespace

struct StructuralIndexer::Impl {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

  // Stage 1 needs an index array as long as the window; the nesting depth is stage 2's business.
  bool Reserve(size_t size) {
    if (parser != nullptr && size <= parser->capacity()) return true;
    const size_t capacity = std::max(size, kSmallestCapacity);
    parser = nullptr;
    return simdjson::get_active_implementation()->create_dom_parser_implementation(
               capacity, 1, parser) == simdjson::SUCCESS;
  }
};

StructuralIndexer::StructuralIndexer() : impl_(std::make_unique<Impl>()) {}
StructuralIndexer::~StructuralIndexer() = default;

StructuralIndexer::Window StructuralIndexer::Index(const char* text, size_t size) {
  Window window;
  window.begin = kNoTokens.data();
  if (size > kMaxWindow || !impl_->Reserve(size)) {
    window.status = Status::kTooLarge;
    return window;
  }
  if (size == 0) return window;
  auto& parser = *impl_->parser;
  const simdjson::error_code code =
      parser.stage1(reinterpret_cast<const uint8_t*>(text), size, simdjson::stage1_mode::regular);
  switch (code) {
    case simdjson::SUCCESS:
      break;
    case simdjson::UTF8_ERROR:
      window.ill_formed_utf8 = true;  // reported after the index is complete
      break;
    case simdjson::EMPTY:
      return window;
    case simdjson::UNCLOSED_STRING:
      window.status = Status::kUnclosedString;
      return window;
    case simdjson::UNESCAPED_CHARS:
      window.status = Status::kControlInString;
      return window;
    default:
      window.status = Status::kTooLarge;
      return window;
  }
  window.begin = parser.structural_indexes.get();
  window.count = parser.n_structural_indexes;
  return window;
}

IndexerLease::IndexerLease() {
  auto& idle = IdleIndexers();
  if (idle.empty()) {
    indexer_ = std::make_unique<StructuralIndexer>();
  } else {
    indexer_ = std::move(idle.back());
    idle.pop_back();
  }
}

IndexerLease::~IndexerLease() { IdleIndexers().push_back(std::move(indexer_)); }

}  // namespace tfsck::json
