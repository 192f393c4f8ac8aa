// What two states hold differently, for a person and for programs.  Pure: data in, bytes out.
//
// Text from the documents is hostile: both renderers escape what is not visible as itself.  No
// attribute's value is ever printed.
#ifndef TFSCK_REPORT_DIFF_H_
#define TFSCK_REPORT_DIFF_H_

#include <string>

#include "engine/state_diff.h"

namespace tfsck {

struct DiffReport {
  BeforeAfter<std::string> path;  // as given
  StateDiff diff;
};

struct DiffTextOptions {
  bool all = false;  // else long lists are cut, and the rest counted
  bool color = false;
};

std::string RenderDiffText(const DiffReport& report, const DiffTextOptions& options);

// One JSON document: docs/formats/diff.schema.json.
std::string RenderDiffJson(const DiffReport& report);

// address, and which object of it where that is a deposed one: "a.b (deposed 0a1b2c3d)".
// Printable.
std::string ObjectText(const ObjectRef& object);

}  // namespace tfsck

#endif  // TFSCK_REPORT_DIFF_H_
