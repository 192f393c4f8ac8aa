// The one canonical serialiser: a snapshot as Terraform 1.11 writes it, byte for byte.
//
// What Terraform drops when it reads is not written: unknown keys, resources whose provider address
// does not parse, check results of unknown kinds, fields of newer versions and of OpenTofu.
// The base of canonical hashes and of every comparison of two states.
// Source: TF: internal/states/statefile/version4.go, writeStateV4.
// Where Terraform's own bytes are random (the order of check results) or depend on the input's
// order (numbers and strings as keys of one resource), sorted order is written.
#ifndef TFSCK_ENGINE_STATE_WRITER_H_
#define TFSCK_ENGINE_STATE_WRITER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/hash.h"
#include "engine/state.h"

namespace tfsck {

struct WriteOptions {
  std::string_view tool_version;            // terraform_version; every writer puts its own
  std::optional<uint64_t> serial;           // else the snapshot's
  std::optional<std::string_view> lineage;  // else the snapshot's
};

// The whole document with its final line break.  REQUIRES state.Readable().
std::string WriteState(const StateSnapshot& state, const WriteOptions& options);

// Hash of the body: outputs, resources and check results as written; equal exactly where Terraform
// calls two states equal, but for the order of check results.  REQUIRES state.Readable().
Hash128 BodyHash(const StateSnapshot& state);

// Rows of the resources Terraform holds, in the writer's order: by module text, mode, type, name.
// Blocks of one resource stand together in document order.
std::vector<uint32_t> WriterOrder(const StateSnapshot& state);

// Rows of the objects of the blocks [first, last) of one resource, in the writer's order.
std::vector<uint32_t> ObjectOrder(const StateSnapshot& state, const uint32_t* first,
                                  const uint32_t* last);

// One object as the writer writes it, from brace to brace, without the key that tells it from its
// siblings: what a change of the object changes.
void AppendObjectBody(const StateSnapshot& state, const Instance& object, std::string* out);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_WRITER_H_
