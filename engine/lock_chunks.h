// States kept in pieces, put together again: Consul's chunks and Kubernetes' numbered Secrets.
//
// Sources: TF: internal/backend/remote-state/consul/client.go (chunkedMode, Get) and
// kubernetes/client.go (getSecrets, uncompressState).  Pure; thread-safe.
#ifndef TFSCK_ENGINE_LOCK_CHUNKS_H_
#define TFSCK_ENGINE_LOCK_CHUNKS_H_

#include <string>
#include <vector>

#include "engine/lock_evidence.h"

namespace tfsck {

struct Piece {
  std::string name;
  bool there = true;
  bool sound = true;  // its base64 could be read
  std::string bytes;
};

struct ChunkedState {
  LockBackend backend = LockBackend::kUnknown;
  StateObject state;
  std::vector<Piece> pieces;  // in order
  std::string hash;           // MD5 of the unpacked bytes that the index names, or ""
  bool always_gzip = false;   // Kubernetes; Consul's pieces may be plain
  std::string source;
};

// Joins, unpacks and compares; adds what is wrong to evidence->chunks, and the state itself to
// evidence->states where it came out whole.
void JoinPieces(const ChunkedState& chunked, LockEvidence* evidence);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_CHUNKS_H_
