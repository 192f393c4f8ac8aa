// StructuralIndexer: where the tokens of a piece of JSON begin, found at memory speed.
//
// A thin wall around simdjson's stage 1 (the runtime-dispatched implementation object), so that
// simdjson is named in one .cc only.  Stage 1 is used and not simdjson's parsers because those
// disagree with Terraform's reader: see docs/architecture.md, "Why our own second stage".
//
// Not thread-safe; one per thread.  Owns one index array that it reuses from call to call: 4 bytes
// of address space per byte of the largest window, touched only as far as there are tokens.
#ifndef TFSCK_ENGINE_JSON_STRUCTURAL_INDEX_H_
#define TFSCK_ENGINE_JSON_STRUCTURAL_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>

namespace tfsck::json {

class StructuralIndexer {
 public:
  enum class Status : uint8_t {
    kOk,
    kUnclosedString,   // the window ends inside a string literal
    kControlInString,  // a raw byte below 0x20 inside a string literal
    kTooLarge,         // the window is over kMaxWindow or memory for its index cannot be had
  };
  struct Window {
    Status status = Status::kOk;
    bool ill_formed_utf8 = false;  // some byte sequence of the window is not UTF-8
    // First byte of every token: brackets, ':' ',' opening quotes, first byte of numbers/literals.
    // Where count > 0, begin[count] == size of the window.  Valid until the next call.
    const uint32_t* begin = nullptr;
    uint32_t count = 0;
  };
  static constexpr size_t kMaxWindow = 0xFFFFFF00u;

  StructuralIndexer();
  ~StructuralIndexer();
  StructuralIndexer(const StructuralIndexer&) = delete;
  StructuralIndexer& operator=(const StructuralIndexer&) = delete;

  // Indexes text[0, size), which must begin outside of a string literal.  Linear.
  Window Index(const char* text, size_t size);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A lease of one of this thread's idle indexers, so that a short-lived cursor allocates nothing.
class IndexerLease {
 public:
  IndexerLease();
  ~IndexerLease();
  IndexerLease(const IndexerLease&) = delete;
  IndexerLease& operator=(const IndexerLease&) = delete;
  StructuralIndexer* operator->() { return indexer_.get(); }

 private:
  std::unique_ptr<StructuralIndexer> indexer_;
};

}  // namespace tfsck::json

#endif  // TFSCK_ENGINE_JSON_STRUCTURAL_INDEX_H_
