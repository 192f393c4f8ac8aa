// The one canonical serialiser: a snapshot as Terraform 1.11 writes it, byte for byte.
//
// What Terraform drops when it reads is not written: unknown keys, resources whose provider address
// does not parse, check results of unknown kinds, fields of newer versions and of OpenTofu.
// The base of every comparison of two states; engine/body_hash.h hashes what it would write.
// Source: TF: internal/states/statefile/version4.go, writeStateV4.
// Where Terraform's own bytes are random (the order of check results) or depend on the input's
// order (numbers and strings as keys of one resource), sorted order is written.
#ifndef TFSCK_ENGINE_STATE_WRITER_H_
#define TFSCK_ENGINE_STATE_WRITER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state.h"

namespace tfsck {

struct WriteOptions {
  std::string_view tool_version;            // terraform_version; every writer puts its own
  std::optional<uint64_t> serial;           // else the snapshot's
  std::optional<std::string_view> lineage;  // else the snapshot's
};

// The whole document with its final line break.  REQUIRES state.Readable().
std::string WriteState(const StateSnapshot& state, const WriteOptions& options);

// Rows of the resources Terraform holds, in the writer's order: by module text, mode, type, name.
// Blocks of one resource stand together in document order.
std::vector<uint32_t> WriterOrder(const StateSnapshot& state);

// The same, each resource's blocks by themselves.  Spans point into `order`, which is
// WriterOrder's.
std::vector<std::span<const uint32_t>> BlocksByResource(const StateSnapshot& state,
                                                        std::span<const uint32_t> order);

// Rows of the objects of the blocks of one resource, in the writer's order.
std::vector<uint32_t> ObjectOrder(const StateSnapshot& state, std::span<const uint32_t> blocks);

// The writer's text of the outputs, and of the check results.
void AppendOutputs(const StateSnapshot& state, std::string* out);
void AppendChecks(const StateSnapshot& state, std::string* out);

// One object as the writer writes it, from brace to brace, without the key that tells it from its
// siblings: what a change of the object changes.
void AppendObjectBody(const StateSnapshot& state, const Instance& object, std::string* out);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_WRITER_H_
