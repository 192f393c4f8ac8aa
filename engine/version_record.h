// VersionRecord: what is kept of one version of one state, without any value.
//
// History, diff, calibrate, ledger, fleet and shards consume streams of these, so a 10 GB history
// is a stream of small records.  Owns its text.  Hashes are 128-bit XXH3: equal content gives equal
// hashes; they are not proof against somebody who makes collisions on purpose.
#ifndef TFSCK_ENGINE_VERSION_RECORD_H_
#define TFSCK_ENGINE_VERSION_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/hash.h"
#include "engine/body_hash.h"
#include "engine/document.h"
#include "engine/state.h"

namespace tfsck {

struct InstanceRecord {
  std::string address;       // with instance key; canonical
  uint32_t module_size = 0;  // bytes of the address that name its module; 0: the root module
  std::string deposed;       // deposed key, "" for the current object
  std::string provider;      // canonical configuration address
  std::string type;
  Hash128 content;  // canonical: engine/body_hash.h
  Hash128 real_id;  // of arn, self_link or id; zero where there is none
  uint64_t schema_version = 0;
  bool managed = true;
  bool tainted = false;
  bool create_before_destroy = false;

  std::string_view module() const { return std::string_view(address).substr(0, module_size); }
  // A managed object that is not deposed: what people count as a resource.
  bool counts() const { return managed && deposed.empty(); }
};

// A resource that is not in the state, though a dependency list names it.
struct DanglingDependency {
  std::string resource;   // without instance keys
  std::string dependent;  // the first instance whose list names it
};

struct VersionRecord {
  DocumentKind kind = DocumentKind::kOther;
  bool readable = false;    // false: the tables below are empty
  bool has_serial = false;  // serial and lineage were found: a state, or an encrypted envelope
  std::string lineage;
  uint64_t serial = 0;
  uint64_t format_version = 0;  // 0: no state
  std::string tool_version;
  ToolFamily family = ToolFamily::kUnknown;
  uint64_t size = 0;  // bytes of the document, unpacked
  Hash128 bytes;      // of the document, unpacked
  Hash128 body;       // canonical: engine/body_hash.h
  uint64_t outputs = 0;
  std::vector<InstanceRecord> instances;     // by address, then deposed key
  std::vector<DanglingDependency> dangling;  // by resource
};

// REQUIRES that `state` was read from `document`, where that is a state.
VersionRecord Summarise(const Document& document, const StateSnapshot& state,
                        AttributeHashes* attributes = nullptr);

// Reads the document and summarises it, whatever kind it is: states that cannot be read and
// encrypted envelopes keep the serial and the lineage that can be read.
// `attributes` makes it quicker for versions of one state.
VersionRecord SummariseDocument(const Document& document, AttributeHashes* attributes = nullptr);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_VERSION_RECORD_H_
