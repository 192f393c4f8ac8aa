// PgDumpStore: the states in a plain-text pg_dump of Terraform's pg backend.
//
// Rows of any table SCHEMA.states with columns `name` and `data`, in the COPY form or as INSERT
// (--inserts, --column-inserts, --rows-per-insert); key SCHEMA/NAME, one version per row.  A dump
// knows no times.  Source: TF: internal/backend/remote-state/pg; PostgreSQL manual, "COPY",
// "Lexical Structure". Listing is one pass over the dump, which stays in memory or mapped; it
// copies no data.
#ifndef TFSCK_ENGINE_STORAGE_PG_DUMP_STORE_H_
#define TFSCK_ENGINE_STORAGE_PG_DUMP_STORE_H_

#include <memory>

#include "engine/document.h"
#include "engine/storage/version_store.h"

namespace tfsck {

// Whether the first 64 KB hold the heading of pg_dump, or a COPY or INSERT of a table `states`.
bool LooksLikePgDump(const Document& document);

std::unique_ptr<VersionStore> MakePgDumpStore(Document document);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_PG_DUMP_STORE_H_
