#include <array>

#include "engine/recognise.h"

namespace tfsck {
namespace {

struct Signature {
  std::string_view bytes;
  DocumentKind kind;
};

constexpr std::array kSignatures = {
    Signature{"tfstate", DocumentKind::kBinaryState},  // TF: internal/states/statefile/read.go
    Signature{{"\0GITCRYPT\0", 10}, DocumentKind::kGitCrypt},
    Signature{"age-encryption.org/", DocumentKind::kAge},
    Signature{"-----BEGIN AGE ENCRYPTED FILE-----", DocumentKind::kAge},
    Signature{"-----BEGIN PGP ", DocumentKind::kPgp},
    Signature{"$ANSIBLE_VAULT;", DocumentKind::kAnsibleVault},
};

uint8_t ByteAt(std::string_view bytes, size_t at) {
  return at < bytes.size() ? static_cast<uint8_t>(bytes[at]) : 0;
}

// A plan file's members (TF: internal/plans/planfile); `tfplan` is written first.
bool IsPlanFile(std::string_view bytes) {
  constexpr size_t kNameLengthAt = 26;
  constexpr size_t kNameAt = 30;
  if (!bytes.starts_with(std::string_view("PK\3\4", 4)) || bytes.size() < kNameAt) return false;
  const size_t size = ByteAt(bytes, kNameLengthAt) | ByteAt(bytes, kNameLengthAt + 1) << 8;
  const std::string_view name = bytes.substr(kNameAt, size);
  return name == "tfplan" || name == "tfstate" || name == "tfstate-prev" ||
         name.starts_with("tfconfig/");
}

struct PgpPacket {
  int tag = -1;
  size_t body = 0;  // offset of the body's first byte
};

// The first packet's header (RFC 4880, section 4.2); tag -1 where there is none.
PgpPacket FirstPgpPacket(std::string_view bytes) {
  const uint8_t first = ByteAt(bytes, 0);
  if ((first & 0x80) == 0) return {};
  if ((first & 0x40) == 0) {
    constexpr std::array<size_t, 4> kLengthBytes = {1, 2, 4, 0};
    return {first >> 2 & 0xF, 1 + kLengthBytes[first & 3]};
  }
  const uint8_t length = ByteAt(bytes, 1);
  const size_t length_bytes = length == 0xFF ? 5 : length >= 192 && length < 224 ? 2 : 1;
  return {first & 0x3F, 1 + length_bytes};
}

// An encrypted message begins with a session key, encrypted for a public key (tag 1: version, key
// id, algorithm) or for a pass phrase (tag 3: version, cipher, string-to-key kind); the numbers
// tell it from noise (RFC 4880 and RFC 9580, sections 5.1, 5.3, 9).
bool IsPgpMessage(std::string_view bytes) {
  const PgpPacket packet = FirstPgpPacket(bytes);
  const uint8_t version = ByteAt(bytes, packet.body);
  if (packet.tag == 1) {
    const uint8_t algorithm = ByteAt(bytes, packet.body + 9);
    return version == 6 || (version == 3 && ((algorithm >= 1 && algorithm <= 3) ||
                                             (algorithm >= 16 && algorithm <= 27)));
  }
  if (packet.tag == 3) {
    const uint8_t cipher = ByteAt(bytes, packet.body + 1);
    return version == 5 || version == 6 || (version == 4 && cipher >= 1 && cipher <= 13);
  }
  return false;
}

}  // namespace

std::optional<DocumentKind> RecogniseSignature(std::string_view bytes) {
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.bytes)) return signature.kind;
  }
  if (IsPlanFile(bytes)) return DocumentKind::kPlanFile;
  if (IsPgpMessage(bytes)) return DocumentKind::kPgp;
  return std::nullopt;
}

}  // namespace tfsck
