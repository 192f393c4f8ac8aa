// One state on one screen.  Pure: data in, bytes out.
//
// Text from the document is hostile: both renderers escape what is not visible as itself.  No
// attribute's value is ever printed.
#ifndef TFSCK_REPORT_SHOW_H_
#define TFSCK_REPORT_SHOW_H_

#include <cstdint>
#include <optional>
#include <string>

#include "engine/document.h"
#include "engine/encrypted_envelope.h"
#include "engine/state.h"
#include "engine/state_bytes.h"
#include "engine/state_statistics.h"

namespace tfsck {

// What a state holds, with the snapshot that the numbers view.
struct ShownState {
  StateSnapshot snapshot;
  StateCounts counts;
  GraphShape graph;
  StateBytes bytes;
  std::string refusal;  // why Terraform does not read it, one sentence; "" where it does
};

struct ShowReport {
  std::string path;
  DocumentKind kind = DocumentKind::kOther;
  bool gzip = false;
  uint64_t size = 0;                     // bytes, unpacked
  std::optional<ShownState> state;       // kState
  std::optional<EnvelopeInfo> envelope;  // kEncryptedState
};

// At most 24 lines of at most 100 columns, whatever the document is.
std::string RenderShowText(const ShowReport& report, bool color);

// One JSON document: docs/formats/show.schema.json.
std::string RenderShowJson(const ShowReport& report);

}  // namespace tfsck

#endif  // TFSCK_REPORT_SHOW_H_
