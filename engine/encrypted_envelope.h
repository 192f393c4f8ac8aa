// The envelope around a state that OpenTofu encrypted: what it tells without a key.
//
// Source: OT: internal/encryption/{base,state}.go, OpenTofu 1.7 and later.  A pure function that
// copies what it returns; thread-safe.
#ifndef TFSCK_ENGINE_ENCRYPTED_ENVELOPE_H_
#define TFSCK_ENGINE_ENCRYPTED_ENVELOPE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tfsck {

// Why OpenTofu could not decrypt it, whatever the key.
struct EnvelopeFlaw {
  enum class Kind : uint8_t {
    kSyntax,       // not one JSON document; detail: Go's words
    kFieldType,    // detail: the field and what stands there
    kVersion,      // encryption_version is not "v0"; detail: what it is, "" where absent
    kNoMeta,       // no key provider left its metadata
    kMetaBase64,   // detail: the entry's name
    kDataMissing,  // encrypted_data is absent or empty
    kDataBase64,
    kDataShort,  // fewer bytes than nonce and tag of AES-GCM need; detail: how many
    kSerialMissing,
    kLineageMissing,
  };
  Kind kind;
  uint64_t offset = 0;  // byte in the document: of the value, else of the document's end
  std::string detail;
  bool operator==(const EnvelopeFlaw&) const = default;
};

struct EnvelopeInfo {
  std::optional<uint64_t> serial;  // clear-text copies of the encrypted state's own
  std::optional<std::string> lineage;
  std::string version;                     // encryption_version
  std::vector<std::string> key_providers;  // names of the entries of `meta`, as they stand there
  uint64_t payload_bytes = 0;              // encrypted, decoded from base64
  std::vector<EnvelopeFlaw> flaws;         // in document order, what is absent last
};

// Smallest AES-GCM payload: a nonce of 12 bytes and a tag of 16.
inline constexpr uint64_t kSmallestPayload = 28;

// Reads what there is; never fails.  `bytes` have Buffer::kPadding readable bytes behind them.
// Linear in `bytes`.
EnvelopeInfo ReadEnvelope(std::string_view bytes);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_ENCRYPTED_ENVELOPE_H_
