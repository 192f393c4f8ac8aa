// What `tfsck lock` found, rendered.  Pure: data in, bytes out.
//
// Text from inputs is hostile: both renderers escape control, bidi and other invisible characters.
#ifndef TFSCK_REPORT_LOCK_REPORT_H_
#define TFSCK_REPORT_LOCK_REPORT_H_

#include <string>

#include "analyzers/lock_rules.h"

namespace tfsck {

struct LockTextOptions {
  bool all = false;    // every lock, hold and finding; else the first of each
  bool color = false;  // ANSI colours
};
std::string RenderLockText(const LockReport& report, const LockTextOptions& options);

// One JSON document: docs/formats/lock.schema.json.
std::string RenderLockJson(const LockReport& report);

}  // namespace tfsck

#endif  // TFSCK_REPORT_LOCK_REPORT_H_
