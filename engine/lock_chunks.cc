#include "engine/lock_chunks.h"

#include <fmt/format.h>

#include <utility>

#include "engine/base/buffer.h"
#include "engine/digest.h"
#include "engine/inflate.h"
#include "engine/lock_formats.h"

namespace tfsck {
namespace {

constexpr uint64_t kMaxUnpacked = uint64_t{1} << 30;

void AddFact(const ChunkedState& chunked, ChunkFact::Kind kind, std::string piece,
             std::string detail, LockEvidence* evidence) {
  evidence->chunks.push_back(
      {kind, chunked.backend, chunked.state, std::move(piece), std::move(detail), chunked.source});
}

// False, with facts, where some piece is not there or not readable.
bool AllThere(const ChunkedState& chunked, LockEvidence* evidence) {
  bool all = true;
  for (const Piece& piece : chunked.pieces) {
    if (piece.there && piece.sound) continue;
    all = false;
    if (!piece.there) {
      AddFact(chunked, ChunkFact::Kind::kMissing, piece.name, "", evidence);
    } else {
      AddFact(chunked, ChunkFact::Kind::kUnreadable, piece.name, "it is not base64", evidence);
    }
  }
  return all;
}

std::optional<Buffer> Unpack(const ChunkedState& chunked, const std::string& joined,
                             LockEvidence* evidence) {
  const Buffer packed = Buffer::Copy(joined);
  if (!IsGzip(packed.bytes)) {
    if (!chunked.always_gzip) return packed;
    AddFact(chunked, ChunkFact::Kind::kUnreadable, "", "it is not gzip", evidence);
    return std::nullopt;
  }
  auto unpacked = Gunzip(chunked.state.Text(), packed.bytes, kMaxUnpacked);
  if (unpacked) return std::move(*unpacked);
  AddFact(chunked, ChunkFact::Kind::kUnreadable, "", unpacked.error().message, evidence);
  return std::nullopt;
}

}  // namespace

void JoinPieces(const ChunkedState& chunked, LockEvidence* evidence) {
  if (!AllThere(chunked, evidence)) return;
  std::string joined;
  for (const Piece& piece : chunked.pieces) joined += piece.bytes;
  const auto bytes = Unpack(chunked, joined, evidence);
  if (!bytes) return;
  const std::string md5 = Md5Hex(bytes->bytes);
  if (!chunked.hash.empty() && md5 != chunked.hash) {
    AddFact(chunked, ChunkFact::Kind::kHash, "",
            fmt::format("current-hash is {}, the pieces have {}", chunked.hash, md5), evidence);
    return;
  }
  auto document = MakeDocument(chunked.source, *bytes);
  if (!document) {
    AddFact(chunked, ChunkFact::Kind::kUnreadable, "", document.error().message, evidence);
    return;
  }
  AddState(*document, evidence);
  evidence->states.back().state = chunked.state;
}

}  // namespace tfsck
