// VersionRecord: what is kept of one version of one state, without any value.
//
// History, diff, calibrate, ledger, fleet and shards consume streams of these, so a 10 GB history
// is a stream of small records.  Owns its text.  Hashes are 128-bit XXH3: equal content gives equal
// hashes; they are not proof against somebody who makes collisions on purpose.
#ifndef TFSCK_ENGINE_VERSION_RECORD_H_
#define TFSCK_ENGINE_VERSION_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "engine/document.h"
#include "engine/state.h"

namespace tfsck {

struct InstanceRecord {
  std::string address;   // with instance key; canonical
  std::string deposed;   // deposed key, "" for the current object
  std::string provider;  // canonical configuration address
  std::string type;
  Hash128 content;  // of the object as the canonical writer writes it
  Hash128 real_id;  // of arn, self_link or id; zero where there is none
  uint64_t schema_version = 0;
  bool managed = true;
  bool tainted = false;
  bool create_before_destroy = false;
};

struct VersionRecord {
  DocumentKind kind = DocumentKind::kOther;
  bool readable = false;  // false: the tables below are empty
  std::string lineage;
  uint64_t serial = 0;
  std::string tool_version;
  ToolFamily family = ToolFamily::kUnknown;
  int64_t time_us = 0;  // recorded by the place it came from, microseconds since 1970; 0: none
  uint64_t size = 0;    // bytes of the document
  Hash128 bytes;        // of the document as stored
  Hash128 body;         // canonical: see BodyHash
  std::vector<InstanceRecord> instances;  // in `terraform state list` order, deposed last
};

VersionRecord Summarise(const Document& document, const StateSnapshot& state);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_VERSION_RECORD_H_
