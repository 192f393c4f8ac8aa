// gzip streams, as Consul and Kubernetes keep states (shared facts 4.2), unpacked with limits.
// Pure; thread-safe.
#ifndef TFSCK_ENGINE_INFLATE_H_
#define TFSCK_ENGINE_INFLATE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/buffer.h"
#include "engine/base/result.h"

namespace tfsck {

// Whether `bytes` begin like a gzip stream.
bool IsGzip(std::string_view bytes);

// Unpacks all members of a gzip file.  Error kUnreadable, naming `path`: damaged, cut off, followed
// by other bytes (Go's reader, too, refuses even NULs there), larger than `max_unpacked` bytes, or
// unpacking to more than any state does.
// Linear in what comes out: about 3 ns per byte.
Result<Buffer> Gunzip(const std::string& path, std::string_view bytes, uint64_t max_unpacked);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_INFLATE_H_
