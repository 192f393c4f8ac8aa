// ConsulExportStore: the states in the JSON that `consul kv export` prints.
//
// [{"key": ..., "flags": ..., "value": BASE64}, ...].  A key whose value is a state, plain or
// gzip'd, or an index of chunks (current-hash, chunks) is one version of the state of that key;
// PATH/.lockinfo goes to the locks.  Consul keeps no older versions and exports no times.  What is
// no state is passed over; chunks that no index names are counted in a remark. Source: TF:
// internal/backend/remote-state/consul/client.go. The export stays in memory or mapped; listing
// decodes the head of each value.
#ifndef TFSCK_ENGINE_STORAGE_CONSUL_EXPORT_STORE_H_
#define TFSCK_ENGINE_STORAGE_CONSUL_EXPORT_STORE_H_

#include <memory>

#include "engine/document.h"
#include "engine/storage/version_store.h"

namespace tfsck {

// A JSON list whose first element has `key` and `value`; an empty list is none.
bool LooksLikeConsulExport(const Document& document);

// Fetch assembles chunks in the order of the index and compares the MD5 of the unpacked state with
// its current-hash, as Terraform does.
std::unique_ptr<VersionStore> MakeConsulExportStore(Document document);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_CONSUL_EXPORT_STORE_H_
