// Hashes: 64 and 128 bit XXH3 over bytes.  Not cryptographic: nothing here decides on equality of
// hostile input without a comparison behind it, except VersionRecord hashes, which say so.
#ifndef TFSCK_ENGINE_BASE_HASH_H_
#define TFSCK_ENGINE_BASE_HASH_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tfsck {

uint64_t Hash64(std::string_view bytes);

struct Hash128 {
  uint64_t high = 0;
  uint64_t low = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
  std::string ToHex() const;  // 32 lower-case digits
};

Hash128 HashBytes128(std::string_view bytes);

// Feeds bytes piece by piece; Digest() may be asked at any time.
class Hasher128 {
 public:
  Hasher128();
  ~Hasher128();
  void Add(std::string_view bytes);
  Hash128 Digest() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_HASH_H_
