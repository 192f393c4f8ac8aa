#include "engine/base/hash.h"

#include <fmt/format.h>
#if defined(__x86_64__)
#include <xxh_x86dispatch.h>  // the same hashes by the widest vectors that this processor has
#else
#include <xxhash.h>
#endif

namespace tfsck {

uint64_t Hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string Hash128::ToHex() const { return fmt::format("{:016x}{:016x}", high, low); }

Hash128 HashBytes128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

struct Hasher128::Impl {
  std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state{XXH3_createState(),
                                                                        XXH3_freeState};
};

Hasher128::Hasher128() : impl_(std::make_unique<Impl>()) { XXH3_128bits_reset(impl_->state.get()); }
Hasher128::~Hasher128() = default;

void Hasher128::Add(std::string_view bytes) {
  XXH3_128bits_update(impl_->state.get(), bytes.data(), bytes.size());
}

Hash128 Hasher128::Digest() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(impl_->state.get());
  return {hash.high64, hash.low64};
}

}  // namespace tfsck
