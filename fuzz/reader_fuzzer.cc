// Any bytes: recognised, read, related, judged, and where they are a state written back.
//
// Beside crashes and sanitizer reports it looks for broken promises: the cursor and the slow
// scanner find the same syntax error; what is not readable has a fatal finding; a state that was
// written and read again lists the same instances, has the same body, and is written in the same
// bytes.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analyzers/check.h"
#include "engine/body_hash.h"
#include "engine/document.h"
#include "engine/json/go_scanner.h"
#include "engine/state_list.h"
#include "engine/state_reader.h"
#include "engine/state_writer.h"

namespace tfsck {
namespace {

// No assert: it must hold in every build.
void Promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

bool HasSyntaxFact(const StateSnapshot& state) {
  for (const FormatFact& fact : state.facts) {
    if (fact.kind == FactKind::kJsonSyntax || fact.kind == FactKind::kTruncated ||
        fact.kind == FactKind::kTrailingData || fact.kind == FactKind::kTooDeep) {
      return true;
    }
  }
  return false;
}

bool HasByteOrderMark(std::string_view bytes) {
  return bytes.starts_with("\xEF\xBB\xBF") || bytes.starts_with("\xFE\xFF") ||
         bytes.starts_with("\xFF\xFE");
}

std::string Listing(const StateSnapshot& state) {
  std::string lines;
  for (const uint32_t row : ListedInstances(state, ToolFamily::kTerraform)) {
    lines += state.InstanceAddress(row) + "\n";
  }
  return lines;
}

// What is written is a fixed point.
void WriteAndReadAgain(const StateSnapshot& state) {
  const WriteOptions options{"1.11.4", {}, {}};
  const std::string written = WriteState(state, options);
  const StateSnapshot again = ReadState(Buffer::Copy(written));
  Promise(again.Readable(), "what was written is readable");
  Promise(Listing(state) == Listing(again), "what was written lists the same instances");
  Promise(BodyHash(state) == BodyHash(again), "what was written has the same body");
  Promise(WriteState(again, options) == written, "writing is a fixed point");
}

void PromiseRows(const StateSnapshot& state) {
  size_t rows = 0;
  for (const Resource& resource : state.resources) {
    Promise(resource.first_instance == rows, "instances stand in the order of their resources");
    rows += resource.instance_count;
  }
  Promise(rows == state.instances.size(), "every instance is a resource's");
}

void Read(std::string_view bytes) {
  const auto document = MakeDocument("fuzzed.tfstate", Buffer::Copy(bytes));
  if (!document) return;  // gzip that does not unpack
  const std::string_view text = document->buffer.bytes;
  const StateSnapshot state = ReadState(document->buffer);
  PromiseRows(state);
  if (!HasByteOrderMark(text)) {
    Promise(json::FindSyntaxError(text).has_value() == HasSyntaxFact(state),
            "the cursor and the scanner agree");
  }
  for (const ToolFamily tool : {ToolFamily::kTerraform, ToolFamily::kOpenTofu}) {
    const DocumentReport report = Check(*document, {.tool = tool});
    if (document->kind == DocumentKind::kState && !state.Readable()) {
      Promise(WorstSeverity(report.counts) == Severity::kFatal, "unreadable is fatal");
    }
  }
  if (state.Readable()) WriteAndReadAgain(state);
}

}  // namespace
}  // namespace tfsck

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tfsck::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
