// The verdict on a push, for a person and for programs.  Pure: data in, bytes out.
//
// Text from the documents is hostile: both renderers escape what is not visible as itself.  No
// attribute's value is ever printed.
#ifndef TFSCK_REPORT_PUSH_VERDICT_H_
#define TFSCK_REPORT_PUSH_VERDICT_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/push_verdict.h"

namespace tfsck {

struct PushReport {
  const PushRequest& request;
  const PushVerdict& verdict;
  std::string_view workspace;
};

struct PushTextOptions {
  bool all = false;  // else long lists are cut, and the rest counted
  bool color = false;
};

std::string RenderPushText(const PushReport& report, const PushTextOptions& options);

// One JSON document: docs/formats/push-verdict.schema.json.
std::string RenderPushJson(const PushReport& report);

// What to do now: a sentence or two, and commands that lose nothing, in order.
struct PushAdvice {
  std::string words;
  std::vector<std::string> commands;
};
PushAdvice AdviseOnPush(const PushReport& report);

// Short names for programs.
std::string_view AnswerName(PushAnswer answer);            // "accepted", "older-serial", ...
std::string_view PushRelationName(PushRelation relation);  // "ahead", "forked", ...
std::string_view NoteName(PushNote note);                  // "backend-pointer", ...
// A sentence for people.
std::string NoteText(PushNote note, const PushReport& report);

}  // namespace tfsck

#endif  // TFSCK_REPORT_PUSH_VERDICT_H_
