// Escape sequences of HCL's quoted strings.
//
// Pure; safe from any thread.  Cost: linear in the text.
#ifndef TFSCK_ENGINE_HCL_STRING_H_
#define TFSCK_ENGINE_HCL_STRING_H_

#include <string>
#include <string_view>

#include "engine/hcl_problems.h"

namespace tfsck {

// Appends what the text between quotes stands for, and what is wrong with its escapes to
// `problems`.  `literal` is one kQuotedLiteral token (HCL: hclsyntax.ParseStringLiteralToken).
void AppendStringLiteral(std::string_view literal, std::string* out, HclProblems* problems);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HCL_STRING_H_
