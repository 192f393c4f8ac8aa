// What happened in one replication, written to a file as it happens.
#ifndef TFSCK_CLI_TRACE_FILE_H_
#define TFSCK_CLI_TRACE_FILE_H_

#include <string>

#include "engine/base/result.h"
#include "simulator/model.h"

namespace tfsck {

// Carries out the first replication and writes its events to `path`: a line each where it ends in
// .ndjson, lanes for chrome://tracing and Perfetto where it ends in .json.  Error (usage) for other
// names, unreadable where the file cannot be written.
Result<void> WriteTrace(const Model& model, const std::string& path);

}  // namespace tfsck

#endif  // TFSCK_CLI_TRACE_FILE_H_
